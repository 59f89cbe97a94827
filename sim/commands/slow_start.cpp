// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/slow_start.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/quantity.hpp"

namespace lowband {

namespace {

std::string bytes_text(double bytes) { return quantity_like("1kB", bytes, 3); }
std::string seconds_text(double seconds) { return quantity_like("1s", seconds, 3); }

}  // namespace

std::string slow_start_lines(const PlatformReport& report, double step_s) {
  const TcpSettings tcp = report.inspected.network.tcp_in_force();
  const auto& routes = report.routes;
  const auto held_back =
      std::count_if(routes.begin(), routes.end(), [](const auto& route) { return route.starts_slowly; });
  if (held_back == 0) return "";
  const auto widest = *std::max_element(routes.begin(), routes.end(), [](const auto& a, const auto& b) {
    return std::pair(a.starts_slowly, a.round_trip_B) < std::pair(b.starts_slowly, b.round_trip_B);
  });
  const double initial = *tcp.initial_window * segment_bytes;
  const auto name = [&](int rank) { return report.hosts[static_cast<std::size_t>(rank)].first; };
  std::string lines =
      fmt::format("slow start: of {} of {} pairs, whose round trips have room for more than {}\n  {} to {}: {}",
                  held_back, routes.size(), bytes_text(initial), name(widest.from), name(widest.to),
                  std::isinf(widest.round_trip_B) ? "no limit" : bytes_text(widest.round_trip_B));
  if (!tcp.idle_restart_s) return lines + "\n";
  const double timeout_s = *tcp.idle_restart_s + widest.round_trip_s;
  lines += fmt::format("; again after {} without sending", seconds_text(timeout_s));
  if (step_s > 0.0) {
    const double steps = std::ceil(timeout_s / step_s - 1e-9);  // a whole number but for rounding is one
    lines += fmt::format(": {} local step{} of {}", steps, steps == 1.0 ? "" : "s", seconds_text(step_s));
  }
  return lines + "\n";
}

}  // namespace lowband
