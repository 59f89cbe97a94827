// SPDX-License-Identifier: Apache-2.0
#include "sim/base/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lowband {

namespace {

constexpr double least_plain_bandwidth = 1e3;  // bytes/s
constexpr double least_plain_speed = 1e6;      // flop/s
constexpr double most_plain_latency = 1.0;     // s; this one needs a unit

/// Units that differ by their prefix, in rising order.
using Family = std::vector<std::pair<std::string, double>>;

Family prefixed(const std::string& unit, double size, double step, const std::vector<std::string>& prefixes) {
  Family family{{unit, size}};
  for (const auto& prefix : prefixes) family.emplace_back(prefix + unit, size *= step);
  return family;
}

const std::vector<Family>& bandwidth_units() {
  static const std::vector<std::string> decimal{"k", "M", "G", "T"};
  static const std::vector<std::string> binary{"Ki", "Mi", "Gi", "Ti"};
  static const std::vector<Family> units{
      prefixed("bps", 1.0 / 8.0, 1000.0, decimal), prefixed("Bps", 1.0, 1000.0, decimal),
      prefixed("bps", 1.0 / 8.0, 1024.0, binary), prefixed("Bps", 1.0, 1024.0, binary)};
  return units;
}

const std::vector<Family>& size_units() {
  static const std::vector<Family> units{prefixed("B", 1.0, 1000.0, {"k", "M", "G", "T"}),
                                         prefixed("B", 1.0, 1024.0, {"Ki", "Mi", "Gi", "Ti"})};
  return units;
}

const std::vector<Family>& duration_units() {
  static const std::vector<Family> units{{{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}},
                                         {{"min", 60.0}, {"h", 3600.0}}};
  return units;
}

const std::vector<Family>& speed_units() {
  static const std::vector<Family> units{prefixed("f", 1.0, 1000.0, {"k", "M", "G", "T", "P"})};
  return units;
}

/// The unit that "<number><unit>" or "<number> <unit>" ends with.
std::string_view unit_of(std::string_view text) {
  double ignored = 0.0;
  const char* const end = std::from_chars(text.data(), text.data() + text.size(), ignored).ptr;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

const Family* family_of(std::string_view unit, const std::vector<Family>& families) {
  for (const auto& family : families) {
    for (const auto& [name, size] : family) {
      if (name == unit) return &family;
    }
  }
  return nullptr;
}

std::optional<double> read_quantity(const Json& json, const std::vector<Family>& families) {
  if (json.is_number()) return json.get<double>();
  if (!json.is_string()) return std::nullopt;
  const auto& text = json.get_ref<const std::string&>();
  double value = 0.0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) return std::nullopt;
  const std::string_view unit = unit_of(text);
  const Family* const family = family_of(unit, families);
  if (family == nullptr) return std::nullopt;
  for (const auto& [name, size] : *family) {
    if (name == unit) value *= size;
  }
  return value;
}

}  // namespace

double read_bandwidth(const Json& json, const Place& place) {
  const auto value = read_quantity(json, bandwidth_units());
  if (!value || !std::isfinite(*value) || *value <= 0.0) {
    place.expected("a bandwidth above 0, such as \"10Mbps\" or \"1.25MBps\"", json);
  }
  if (json.is_number() && *value < least_plain_bandwidth) {
    place.expected("a bandwidth with its unit, such as \"10Mbps\": a plain number is bytes per second", json);
  }
  return *value;
}

double read_duration(const Json& json, const Place& place) {
  const auto value = read_quantity(json, duration_units());
  if (!value || !std::isfinite(*value) || *value < 0.0) {
    place.expected("a duration of at least 0, such as \"5ms\" or \"50us\"", json);
  }
  return *value;
}

double read_latency(const Json& json, const Place& place) {
  const double value = read_duration(json, place);
  if (json.is_number() && value >= most_plain_latency) {
    place.expected("a latency with its unit, such as \"5ms\": a plain number is seconds", json);
  }
  return value;
}

double read_speed(const Json& json, const Place& place) {
  const auto value = read_quantity(json, speed_units());
  if (!value || !std::isfinite(*value) || *value <= 0.0) {
    place.expected("a speed above 0, such as \"50Gf\"", json);
  }
  if (json.is_number() && *value < least_plain_speed) {
    place.expected("a speed with its unit, such as \"50Gf\": a plain number is flop/s", json);
  }
  return *value;
}

double read_any_quantity(const Json& json, const Place& place) {
  for (const auto* families : {&bandwidth_units(), &duration_units(), &speed_units(), &size_units()}) {
    const auto value = read_quantity(json, *families);
    if (value && std::isfinite(*value)) return *value;
  }
  place.expected("a number, or a quantity such as \"5ms\" or \"6MiB\"", json);
}

std::optional<double> unit_size(Dimension dimension, std::string_view unit) {
  const auto& families = dimension == Dimension::bandwidth  ? bandwidth_units()
                         : dimension == Dimension::duration ? duration_units()
                                                            : speed_units();
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const auto is_like = [&](const std::string& name) {
    return std::equal(name.begin(), name.end(), unit.begin(), unit.end(),
                      [&](char a, char b) { return small(a) == small(b); });
  };
  std::optional<double> like;
  for (const auto& family : families) {
    for (const auto& [name, size] : family) {
      if (name == unit) return size;
      if (!like && is_like(name)) like = size;
    }
  }
  return like;
}

std::string exact_bandwidth(double bytes_per_second) { return fmt::format("{}Bps", bytes_per_second); }
std::string exact_duration(double seconds) { return fmt::format("{}s", seconds); }
std::string exact_speed(double flops) { return fmt::format("{}f", flops); }
double read_size(const Json& json, const Place& place) {
  const auto value = read_quantity(json, size_units());
  if (!value || !std::isfinite(*value) || *value <= 0.0) {
    place.expected("a size above 0, such as \"6MiB\" or \"64kB\"", json);
  }
  return *value;
}

std::string quantity_like(std::string_view text, double value, int digits) {
  const std::string_view unit = unit_of(text);
  for (const auto* families : {&bandwidth_units(), &duration_units(), &speed_units(), &size_units()}) {
    const Family* const family = family_of(unit, *families);
    if (family == nullptr) continue;
    const double nearly =
        1.0 - 0.5 * std::pow(10.0, -digits);  // what would round to 1 of the next unit is 1 of the next unit
    auto best = family->front();
    for (const auto& one : *family) {
      if (value >= one.second * nearly) best = one;
    }
    return fmt::format("{:.{}g}{}", value / best.second, digits, best.first);
  }
  return fmt::format("{:.{}g}", value, digits);
}

}  // namespace lowband
