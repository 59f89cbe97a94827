// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/engine/platform.hpp"

namespace lowband {

/// A scenario and its platform, as `lowband validate` shows them.
struct PicturedScenario {
  std::string name;
  std::string changes;  ///< in words
  PlatformReport report;
  double window_bytes = 0.0;  ///< infinite without one
};

/// "speeds 50Gf", "speeds 1Gf to 50Gf": of the hosts that work.
[[nodiscard]] std::string speeds_of(const PlatformReport& report);

/// Of these hosts, in flop/s.
[[nodiscard]] double slowest_speed(const PlatformReport& report);

/// "6MiB", "none"
[[nodiscard]] std::string window_text(double window_bytes);

/// One line per scenario: least, median and greatest latency of a route, and bandwidth of its slowest link; where the
/// window holds messages back a second line, with the rates that a message alone attains. At most 100 columns, but for
/// long names.
[[nodiscard]] std::string route_table(const std::vector<PicturedScenario>& scenarios);

/// A square with bandwidth and latency from each worker (row) to each (column); two squares beyond 8 workers; another
/// with the rates that a message alone attains where the window holds one back. What has no route in the report is "-".
/// At most 16 workers: 100 columns. One line where all routes are alike.
[[nodiscard]] std::string route_matrix(const PicturedScenario& scenario);

/// A line for each link or host of a scenario that has a profile, or whose profile in the platform file the scenario
/// replaces; of many alike the first ones. Empty without any.
[[nodiscard]] std::string over_time_lines(const PicturedScenario& scenario);

}  // namespace lowband
