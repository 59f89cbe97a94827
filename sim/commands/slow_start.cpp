#include "sim/commands/slow_start.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/quantity.hpp"

namespace lowband {

namespace {

std::string bytes_text(double bytes) { return quantity_like("1kB", bytes, 3); }
std::string seconds_text(double seconds) { return quantity_like("1s", seconds, 3); }

}  // namespace

std::string slow_start_lines(const PlatformReport& report, double step_s) {
  const TcpSettings tcp = report.inspected.network.tcp_in_force();
  if (!tcp.initial_window || report.routes.empty()) return "";
  const double initial = *tcp.initial_window * segment_bytes;
  const auto round_trip_s = [&](const auto& route) { return 2.0 * route.latency_s * report.latency_factor; };
  const auto room = [&](const auto& route) {
    return round_trip_s(route) * route.bandwidth_Bps * report.bandwidth_factor;
  };
  const auto held_back = std::count_if(report.routes.begin(), report.routes.end(),
                                       [&](const auto& route) { return room(route) > initial; });
  if (held_back == 0) return "";
  const auto widest = *std::max_element(report.routes.begin(), report.routes.end(),
                                        [&](const auto& a, const auto& b) { return room(a) < room(b); });
  const auto name = [&](int rank) { return report.hosts[static_cast<std::size_t>(rank)].first; };
  std::string lines =
      fmt::format("slow start: of {} of {} pairs, whose round trips have room for more than {}\n  {} to {}: {}",
                  held_back, report.routes.size(), bytes_text(initial), name(widest.from), name(widest.to),
                  std::isinf(room(widest)) ? "no limit" : bytes_text(room(widest)));
  if (!tcp.idle_restart_s) return lines + "\n";
  const double timeout_s = *tcp.idle_restart_s + round_trip_s(widest);
  lines += fmt::format("; again after {} without sending", seconds_text(timeout_s));
  if (step_s > 0.0) {
    const double steps = std::ceil(timeout_s / step_s - 1e-9);  // a whole number but for rounding is one
    lines += fmt::format(": {} local step{} of {}", steps, steps == 1.0 ? "" : "s", seconds_text(step_s));
  }
  return lines + "\n";
}

}  // namespace lowband
