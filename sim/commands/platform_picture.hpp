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
};

/// "speeds 50Gf", "speeds 1Gf to 50Gf": of the hosts that work.
[[nodiscard]] std::string speeds_of(const PlatformReport& report);

/// One line per scenario: least, median and greatest latency of a route, and bandwidth of its slowest link. At most
/// 100 columns, but for long names.
[[nodiscard]] std::string route_table(const std::vector<PicturedScenario>& scenarios);

/// A square with bandwidth and latency from each worker (row) to each (column); two squares beyond 8 workers. What has
/// no route in the report is "-". At most 16 workers: 100 columns. One line where all routes are alike.
[[nodiscard]] std::string route_matrix(const PlatformReport& report);

}  // namespace lowband
