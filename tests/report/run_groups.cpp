#include "sim/report/run_groups.hpp"

#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"

using namespace lowband;
using test::example_run;
using test::results_of;
using test::without;

TEST_CASE("runs are grouped by scenario and algorithm, seeds together, in the manifest's order", "[report]") {
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

TEST_CASE("a model without accuracy has none in any evaluation", "[report]") {
  const std::vector bare{results_of("e", {test::run_without_accuracy("a", "s")})};
  const std::vector mixed{results_of("e", {test::run_without_accuracy("a", "s"), example_run("b", "s")})};
  CHECK_FALSE(has_accuracy(group_runs(bare)));
  CHECK(has_accuracy(group_runs(mixed)));
}
