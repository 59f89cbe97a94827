#include "sim/base/quantity.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lowband {

namespace {

using Units = std::map<std::string, double, std::less<>>;

/// "<number><unit>" or "<number> <unit>".
std::optional<double> read_quantity(std::string_view text, const Units& units) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  const auto found = units.find(unit);
  if (found == units.end()) return std::nullopt;
  return value * found->second;
}

Units bandwidth_units() {
  Units units;
  const std::string prefixes = "kMGT";
  double decimal = 1.0;
  double binary = 1.0;
  units["bps"] = 1.0 / 8.0;
  units["Bps"] = 1.0;
  for (const char prefix : prefixes) {
    decimal *= 1000.0;
    binary *= 1024.0;
    units[std::string(1, prefix) + "bps"] = decimal / 8.0;
    units[std::string(1, prefix) + "Bps"] = decimal;
    const char capital = prefix == 'k' ? 'K' : prefix;
    units[std::string(1, capital) + "ibps"] = binary / 8.0;
    units[std::string(1, capital) + "iBps"] = binary;
  }
  return units;
}

}  // namespace

double read_bandwidth(const Json& json, const Place& place) {
  static const Units units = bandwidth_units();
  std::optional<double> value;
  if (json.is_number()) value = json.get<double>();
  if (json.is_string()) value = read_quantity(json.get_ref<const std::string&>(), units);
  if (!value || !std::isfinite(*value) || *value <= 0.0) {
    place.expected("a bandwidth above 0, such as \"10Mbps\" or \"1.25MBps\"", json);
  }
  return *value;
}

double read_duration(const Json& json, const Place& place) {
  static const Units units = {{"s", 1.0}, {"ms", 1e-3}, {"us", 1e-6}, {"ns", 1e-9}};
  std::optional<double> value;
  if (json.is_number()) value = json.get<double>();
  if (json.is_string()) value = read_quantity(json.get_ref<const std::string&>(), units);
  if (!value || !std::isfinite(*value) || *value < 0.0) {
    place.expected("a duration of at least 0, such as \"5ms\" or \"50us\"", json);
  }
  return *value;
}

double read_speed(const Json& json, const Place& place) {
  static const Units units = {{"f", 1.0}, {"kf", 1e3}, {"Mf", 1e6}, {"Gf", 1e9}, {"Tf", 1e12}, {"Pf", 1e15}};
  std::optional<double> value;
  if (json.is_number()) value = json.get<double>();
  if (json.is_string()) value = read_quantity(json.get_ref<const std::string&>(), units);
  if (!value || !std::isfinite(*value) || *value <= 0.0) place.expected("a speed above 0, such as \"50Gf\"", json);
  return *value;
}

}  // namespace lowband
