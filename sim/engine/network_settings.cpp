#include "sim/engine/network_settings.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace lowband {

namespace {

using Configuration = std::map<std::string, std::string>;

Configuration persistent_connections(const std::string& bandwidth_factor) {
  return {{"network/model", "CM02"},
          {"network/latency-factor", "1"},
          {"network/bandwidth-factor", bandwidth_factor},
          {"network/crosstraffic", "0"},
          {"network/weight-S", "0"}};
}

/// 1448 bytes of payload per 1538 bytes of Ethernet frame, preamble and gap included: 12 bytes of TCP timestamps, 20 of
/// TCP, 20 of IP, 18 of Ethernet, 20 of preamble and gap.
constexpr auto ethernet_payload_share = "0.94148244473342";

const std::map<std::string, Configuration>& presets() {
  static const std::map<std::string, Configuration> table = {
      {"tcp", persistent_connections(ethernet_payload_share)},
      {"ideal", persistent_connections("1")},
      // LV08's own factors (Velho & Legrand 2009), written out so that the results say what was in force.
      {"lv08",
       {{"network/model", "LV08"},
        {"network/latency-factor", "13.01"},
        {"network/bandwidth-factor", "0.97"},
        {"network/crosstraffic", "1"},
        {"network/weight-S", "20537"}}}};
  return table;
}

}  // namespace

const std::vector<std::string>& NetworkSettings::preset_names() {
  static const std::vector<std::string> names = {"tcp", "ideal", "lv08"};
  return names;
}

double NetworkSettings::window_bytes() const {
  constexpr double MiB = 1024.0 * 1024.0;
  if (window) return *window;
  if (preset == "ideal") return std::numeric_limits<double>::infinity();
  return (preset == "lv08" ? 4.0 : 6.0) * MiB;
}

std::map<std::string, std::string> NetworkSettings::configuration() const {
  auto configuration = presets().at(preset);
  // To SimGrid, 0 is no window.
  configuration["network/TCP-gamma"] = std::isfinite(window_bytes()) ? fmt::format("{}", window_bytes()) : "0";
  for (const auto& [key, value] : refinements) configuration[key] = value;
  return configuration;
}

}  // namespace lowband
