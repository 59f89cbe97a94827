// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/best_algorithms.hpp"

#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"

using namespace lowband;
using test::example_run;

namespace {

/// A run that reaches its target at the evaluation after `seconds`, or never, and ends with this accuracy.
RunRecord run(const std::string& algorithm, const std::string& scenario, double seconds, double accuracy) {
  RunRecord run = example_run(algorithm, scenario);
  for (auto& row : run.metrics) row.sim_time_s *= seconds;
  if (accuracy < 0.9) run = test::never_reached(run);
  run.metrics.back().workers_test_accuracy = accuracy;
  run.summary.final = run.metrics.back();
  return run;
}

std::vector<std::string> best(std::vector<RunRecord> runs, std::size_t most, std::string* note = nullptr) {
  static std::vector<ResultsFolder> results;
  results = {test::results_of("e", std::move(runs))};
  auto groups = group_runs(results);
  judge(groups, {});
  const auto best = best_algorithms(groups, most);
  if (note != nullptr) *note = best.note;
  return distinct(best.groups, &RunGroup::label);
}

}  // namespace

TEST_CASE("those that reach the target come first, the fastest before others; then accuracy counts", "[report]") {
  const std::vector<RunRecord> runs = {run("slow", "lan", 9.0, 0.94), run("poor", "lan", 1.0, 0.2),
                                       run("fast", "lan", 1.0, 0.91), run("fair", "lan", 1.0, 0.8)};
  std::string note;
  CHECK(best(runs, 4, &note) == std::vector<std::string>{"slow", "poor", "fast", "fair"});
  CHECK(note.empty());
  CHECK(best(runs, 3, &note) == std::vector<std::string>{"slow", "fast", "fair"});  // in the order that they had
  CHECK(note == "The 3 best of 4 algorithms by time to the target, then accuracy at the end, over all scenarios");
  CHECK(best(runs, 1) == std::vector<std::string>{"fast"});
}

TEST_CASE("ranks are added up over scenarios", "[report]") {
  // Ranks of a: 0 + 2, of b: 1 + 0, of c: 2 + 1.
  const std::vector<RunRecord> runs = {run("a", "lan", 1.0, 0.92),   run("b", "lan", 2.0, 0.92),
                                       run("c", "lan", 3.0, 0.92),   run("a", "wan", 300.0, 0.92),
                                       run("b", "wan", 100.0, 0.92), run("c", "wan", 200.0, 0.92)};
  CHECK(best(runs, 1) == std::vector<std::string>{"b"});
  CHECK(best(runs, 2) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("of several groups with one label the best counts", "[report]") {
  const std::vector results{
      test::results_of("e", {run("a1", "lan", 9.0, 0.94), run("a2", "lan", 1.0, 0.94), run("b", "lan", 2.0, 0.94)})};
  auto groups = group_runs(results);
  judge(groups, {});
  groups[0].label = groups[1].label = "a";
  const auto best = best_algorithms(groups, 1, "curves");
  CHECK(distinct(best.groups, &RunGroup::algorithm) == std::vector<std::string>{"a1", "a2"});
  CHECK(best.note == "The 1 best of 2 curves by time to the target, over all scenarios");
}
