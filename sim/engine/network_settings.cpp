// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/network_settings.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace lowband {

namespace {

using Configuration = std::map<std::string, std::string>;

Configuration persistent_connections() {
  return {{"network/model", "CM02"},
          {"network/latency-factor", "1"},
          {"network/bandwidth-factor", "1"},
          {"network/crosstraffic", "0"},
          {"network/weight-S", "0"}};
}

/// The payload among the bytes of line time: of a full frame, and of half an acknowledgement on the way back, where two
/// frames have one and the way back carries frames too.
double payload_share(bool receive_offload) {
  return segment_bytes / (frame_bytes + (receive_offload ? 0.0 : overhead_bytes / 2.0));
}

const std::map<std::string, Configuration>& presets() {
  static const std::map<std::string, Configuration> table = {
      {"tcp", persistent_connections()},
      {"ideal", persistent_connections()},
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

TcpSettings NetworkSettings::tcp_in_force() const {
  if (preset == "tcp" && !is_replaced) return tcp;
  return {.store_and_forward = false,
          .receive_offload = true,
          .initial_window = std::nullopt,
          .window_growth = 0.0,
          .idle_restart_s = std::nullopt};
}

std::map<std::string, std::string> NetworkSettings::configuration() const {
  auto configuration = presets().at(preset);
  if (preset == "tcp")
    configuration["network/bandwidth-factor"] = fmt::format("{}", payload_share(tcp.receive_offload));
  // To SimGrid, 0 is no window.
  configuration["network/TCP-gamma"] = std::isfinite(window_bytes()) ? fmt::format("{}", window_bytes()) : "0";
  for (const auto& [key, value] : refinements) configuration[key] = value;
  return configuration;
}

std::map<std::string, std::string> NetworkSettings::statement_of_tcp() const {
  if (preset != "tcp" || is_replaced) return {};
  const auto or_none = [](const std::optional<double>& value, const char* unit) {
    return value ? fmt::format("{}{}", *value, unit) : "none";
  };
  return {{"tcp/store_and_forward", tcp.store_and_forward ? "true" : "false"},
          {"tcp/receive_offload", tcp.receive_offload ? "true" : "false"},
          {"tcp/initial_window", or_none(tcp.initial_window, " segments")},
          {"tcp/window_growth", fmt::format("{} segments per segment acknowledged", tcp.window_growth)},
          {"tcp/idle_restart", or_none(tcp.idle_restart_s, "s")}};
}

}  // namespace lowband
