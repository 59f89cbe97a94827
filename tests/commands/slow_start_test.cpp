// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/slow_start.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace lowband;

namespace {

/// Workers a, b, c; from a to b a round trip of 100 ms, in which there is room for 100 kB; between others 2 ms and 2
/// kB.
PlatformReport platform_report() {
  PlatformReport platform_report;
  for (const auto* name : {"a", "b", "c"}) platform_report.hosts.emplace_back(name, 1e9);
  for (int from = 0; from < 3; ++from) {
    for (int to = 0; to < 3; ++to) {
      if (from == to) continue;
      const bool is_far = from == 0 && to == 1;
      platform_report.routes.push_back({.from = from,
                                        .to = to,
                                        .links = {},
                                        .round_trip_s = is_far ? 0.1 : 0.002,
                                        .round_trip_B = is_far ? 1e5 : 2e3,
                                        .starts_slowly = is_far});
    }
  }
  return platform_report;
}

}  // namespace

TEST_CASE("slow start is told where a round trip has room for more than the initial window", "[commands]") {
  CHECK(slow_start_lines(platform_report(), 0.0) ==
        "slow start: of 1 of 6 pairs, whose round trips have room for more than 14.5kB\n"
        "  a to b: 100kB; again after 300ms without sending\n");
  CHECK(slow_start_lines(platform_report(), 0.1).ends_with(": 3 local steps of 100ms\n"));
  CHECK(slow_start_lines(platform_report(), 0.5).ends_with(": 1 local step of 500ms\n"));
}

TEST_CASE("slow start is not told where there is none", "[commands]") {
  auto near = platform_report();
  near.routes.erase(near.routes.begin());
  CHECK(slow_start_lines(near, 0.0).empty());
  auto tireless = platform_report();
  tireless.inspected.network.tcp.idle_restart_s.reset();
  CHECK(slow_start_lines(tireless, 0.0).ends_with("100kB\n"));
  auto coordinates = platform_report();
  coordinates.routes[0].round_trip_B = std::numeric_limits<double>::infinity();
  CHECK_THAT(slow_start_lines(coordinates, 0.0), Catch::Contains("a to b: no limit; "));
}
