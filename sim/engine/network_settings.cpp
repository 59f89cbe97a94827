#include "sim/engine/network_settings.hpp"

#include <stdexcept>

namespace lowband {

namespace {

using Configuration = std::map<std::string, std::string>;

Configuration persistent_connections(const std::string& bandwidth_factor) {
  return {
      {"network/model", "CM02"},     {"network/latency-factor", "1"}, {"network/bandwidth-factor", bandwidth_factor},
      {"network/crosstraffic", "0"}, {"network/weight-S", "0"},       {"network/TCP-gamma", "4194304"}};
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
        {"network/weight-S", "20537"},
        {"network/TCP-gamma", "4194304"}}}};
  return table;
}

}  // namespace

const std::vector<std::string>& NetworkSettings::preset_names() {
  static const std::vector<std::string> names = {"tcp", "ideal", "lv08"};
  return names;
}

std::map<std::string, std::string> NetworkSettings::configuration() const {
  auto configuration = presets().at(preset);
  for (const auto& [key, value] : refinements) configuration[key] = value;
  return configuration;
}

}  // namespace lowband
