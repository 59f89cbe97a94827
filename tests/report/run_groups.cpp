// SPDX-License-Identifier: Apache-2.0
#include "sim/report/run_groups.hpp"

#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"

using namespace lowband;
using test::example_run;
using test::results_of;
using test::without;

TEST_CASE("runs are grouped by scenario and algorithm, seeds together, in the experiment's order", "[report]") {
  // The manifest goes algorithm by algorithm, the groups scenario by scenario.
  const std::vector results{
      results_of("e", {example_run("b", "fast", 1), example_run("b", "fast", 2), example_run("b", "slow", 1),
                       example_run("a", "fast", 1), example_run("a", "slow", 1)})};
  const auto groups = group_runs(results);
  REQUIRE(groups.size() == 4);
  CHECK(groups[0].scenario + groups[0].label == "fastb");
  CHECK(groups[1].scenario + groups[1].label == "fasta");
  CHECK(groups[2].scenario + groups[2].label == "slowb");
  CHECK(groups[3].scenario + groups[3].label == "slowa");
  CHECK(groups[0].runs.size() == 2);
  CHECK(groups[1].runs.size() == 1);
}

TEST_CASE("a missing run is told from its folder's name and the manifest", "[report]") {
  const auto all = results_of(
      "e", {example_run("pr-sgd/ar", "fast", 1), example_run("pr-sgd/ar", "fast", 2), example_run("q/ar", "fast", 1)});
  const std::vector results{without(without(all, 2), 1)};
  const auto groups = group_runs(results);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].label == "pr-sgd/ar");
  CHECK(groups[0].runs.size() == 1);
  CHECK(groups[0].missing == 1);
  CHECK(groups[1].algorithm == "q/ar");  // its folder is q-ar@fast@seed1
  CHECK(groups[1].scenario == "fast");
  CHECK(groups[1].paradigm == "all-reduce");
  CHECK(groups[1].runs.empty());
  CHECK(groups[1].missing == 1);
}

TEST_CASE("several results are told apart by the experiment, or else by where they are", "[report]") {
  const std::vector different{results_of("first", {example_run("a", "s")}),
                              results_of("second", {example_run("a", "s")})};
  CHECK(group_runs(different)[1].label == "second: a");
  CHECK(labelled_by_algorithm(group_runs(different))[1].label == "a");
  std::vector same{results_of("e", {example_run("a", "s")}), results_of("e", {example_run("a", "s")})};
  same[1].path = "elsewhere/e";
  CHECK(group_runs(same)[0].label == "results/e: a");
  CHECK(group_runs(same)[1].label == "elsewhere/e: a");
}

TEST_CASE("the experiment file decides the order, not that in which runs were made", "[report]") {
  const auto runs = [] { return results_of("e", {example_run("b", "slow"), example_run("a", "fast")}); };
  std::vector results{test::in_file_order(runs(), {"a", "b"})};
  results[0].manifest["experiment"]["scenarios"] = {{{"name", "fast"}}, {{"name", "slow"}}};
  const auto groups = group_runs(results);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].scenario + groups[0].label == "fasta");
  CHECK(groups[1].scenario + groups[1].label == "slowb");
}

TEST_CASE("a group is judged by the target of its own experiment, or by that of the command line", "[report]") {
  // The workers' accuracies are 0.1, 0.91, 0.94.
  const std::vector results{results_of("high", {example_run("a", "s")}),
                            test::with_evaluation(results_of("none", {example_run("a", "s")}), Json::object())};
  auto groups = group_runs(results);
  judge(groups, {});
  REQUIRE(groups[0].reached.size() == 1);
  CHECK(groups[0].reached[0]->evaluation == 1);
  CHECK_FALSE(groups[1].reached[0]);
  judge(groups, {{"accuracy=0.93"}, {}, {}});
  CHECK(groups[0].reached[0]->evaluation == 2);
  CHECK(groups[1].reached[0]->evaluation == 2);
}

TEST_CASE("a target of what was not recorded is refused", "[report]") {
  const std::vector bare{results_of("e", {test::run_without_accuracy("a", "s")})};
  auto groups = group_runs(bare);
  CHECK_THROWS_WITH(judge(groups, {}), Catch::Contains("there is no test accuracy"));
}
