// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison_figures.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/report/example_results.hpp"

using namespace lowband;
using test::never_reached;
using test::reached;
using test::results_of;

namespace {

/// The rows as "SCENARIO/LABEL", sorted.
std::string sorted(std::vector<RunRecord> runs, const std::string& column) {
  const std::vector results{results_of("e", std::move(runs))};
  Comparison comparison = compare(results);
  sort_rows(comparison, column);
  std::string text;
  for (const auto& row : comparison.rows) text += row.scenario + '/' + row.label + ' ';
  return text;
}

}  // namespace

TEST_CASE("rows are sorted within their scenario, the best first", "[report]") {
  const std::vector runs{reached("b", "wan", 3.0, 10), reached("a", "wan", 2.0, 30), reached("c", "wan", 1.0, 20),
                         reached("b", "lan", 1.0, 10), reached("a", "lan", 2.0, 20)};
  CHECK(sorted(runs, "time_to_target_s") == "wan/c wan/a wan/b lan/b lan/a ");
  CHECK(sorted(runs, "bytes_to_target") == "wan/b wan/c wan/a lan/b lan/a ");
  CHECK(sorted(runs, "speed_up") == "wan/c wan/a wan/b lan/b lan/a ");  // the largest first
  CHECK(sorted(runs, "algorithm") == "wan/a wan/b wan/c lan/a lan/b ");
  CHECK(sorted(runs, "test_accuracy") == "wan/b wan/a wan/c lan/b lan/a ");  // all equal: as in the experiment
}

TEST_CASE("what only some seeds have comes after what all have", "[report]") {
  CHECK(sorted({never_reached(reached("none", "lan", 1.0, 1, 1)), never_reached(reached("none", "lan", 1.0, 1, 2)),
                reached("some", "lan", 1.0, 1, 1), never_reached(reached("some", "lan", 1.0, 1, 2)),
                reached("all", "lan", 9.0, 1, 1), reached("all", "lan", 9.0, 1, 2)},
               "time_to_target_s") == "lan/all lan/some lan/none ");
}

TEST_CASE("rows are sorted by a metric that was asked for, its best first", "[report]") {
  RunRecord worse = reached("worse", "lan", 1.0, 1);
  worse.summary.final.workers_test_accuracy = 0.5;
  const std::vector results{results_of("e", {worse, reached("better", "lan", 1.0, 1)})};
  Comparison comparison = compare(results, {.metrics = {"error"}});
  sort_rows(comparison, "error");
  CHECK(comparison.rows[0].label == "better");
}

TEST_CASE("a column that is not there is answered with the nearest", "[report]") {
  Comparison none;
  CHECK_THROWS_WITH(sort_rows(none, "speed-up"),
                    "--sort: expected a column, found \"speed-up\", did you mean \"speed_up\"?");
}
