// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/sweep.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/report/swept_results.hpp"

using namespace lowband;
using test::example_run;
using test::results_of;
using test::sweep_of_steps;

namespace {

using Names = std::vector<std::string>;

Sweep sweep_over(const std::string& over, const std::vector<ResultsFolder>& results) {
  return {over, group_runs(results), results};
}

}  // namespace

TEST_CASE("names have words in common", "[report]") {
  CHECK(common_words(Names{"gossip K=1 qsgd 4", "gossip K=16 qsgd 4"}) == "gossip qsgd 4");
  CHECK(common_words(Names{"1Mbps 20ms", "4Mbps 20ms"}) == "20ms");
  CHECK(common_words(Names{"a b", "b a"}) == "a");
  CHECK(common_words(Names{"a", "b"}).empty());
  CHECK(common_words({}).empty());
}

TEST_CASE("algorithms that differ in the swept value alone make a curve", "[report]") {
  const std::vector results{sweep_of_steps()};
  const Sweep sweep = sweep_over("auto", results);  // of all values only K varies alone
  CHECK(sweep.over() == "local_steps");
  const auto groups = sweep.by_curve(group_runs(results));
  CHECK(distinct(groups, &RunGroup::label) == Names{"ring", "gossip"});
  CHECK(distinct(groups, &RunGroup::scenario) == Names{"lan"});
  REQUIRE(groups.size() == 4);
  CHECK(sweep.value_of(groups[0]) == 1);
  CHECK(sweep.value_of(groups[1]) == 4);
}

TEST_CASE("a component's name stands for all of it", "[report]") {
  ResultsFolder results = results_of("e", {example_run("sgd", "lan"), example_run("qsgd", "lan")});
  Json& algorithms = results.manifest["experiment"]["algorithms"];
  algorithms[1]["compression"] = {{"name", "qsgd"}, {"bits", 4}};
  const std::vector folders{results};
  const Sweep sweep = sweep_over("compression.name", folders);
  const auto groups = sweep.by_curve(group_runs(folders));
  CHECK(distinct(groups, &RunGroup::label) == Names{"sgd, qsgd"});
  CHECK(sweep.value_of(groups[1]) == "qsgd");
}

TEST_CASE("what a codec brings with it goes with its name", "[report]") {
  const Json full = {{"paradigm", "all-reduce"}, {"compression", {{"name", "none"}}}};
  const Json coded = {
      {"paradigm", "all-reduce"}, {"compression", {{"name", "qsgd"}, {"bits", 4}}}, {"quantization", "per-hop"}};
  const Json plain = {{"paradigm", "gossip"}, {"compression", {{"name", "none"}}}, {"method", "plain"}};
  const Json choco = {
      {"paradigm", "gossip"}, {"compression", {{"name", "top-k"}}}, {"method", "choco"}, {"consensus_step", 0.5}};
  const auto labels_of = [](std::vector<Json> algorithms) {
    std::vector<RunRecord> runs;
    for (std::size_t i = 0; i < algorithms.size(); ++i) {
      algorithms[i]["name"] = std::string(1, static_cast<char>('a' + i));
      runs.push_back(example_run(algorithms[i]["name"].get<std::string>(), "lan"));
    }
    std::vector folders{results_of("e", std::move(runs))};
    folders[0].manifest["experiment"]["algorithms"] = algorithms;
    return distinct(sweep_over("compression.name", folders).by_curve(group_runs(folders)), &RunGroup::label);
  };
  CHECK(labels_of({full, coded, plain, choco}) == Names{"a, b", "c, d"});
  // Another method is more than another codec, and so is another number of local steps, which all have.
  Json pairs = plain;
  pairs["method"] = "ad-psgd";
  pairs["exchange"] = "serial";
  CHECK(labels_of({full, coded, pairs, choco}) == Names{"a, b", "c", "d"});
  Json seldom = coded;
  Json often = full;
  seldom["local_steps"] = 16;
  often["local_steps"] = 1;
  CHECK(labels_of({often, seldom, plain, choco}) == Names{"a", "b", "c, d"});
}

TEST_CASE("what gives a curve two points at the same place is not chosen by itself", "[report]") {
  ResultsFolder results =
      results_of("e", {example_run("none", "lan"), example_run("qsgd 2", "lan"), example_run("qsgd 4", "lan")});
  Json& algorithms = results.manifest["experiment"]["algorithms"];
  algorithms[1]["compression"] = {{"name", "qsgd"}, {"bits", 2}};
  algorithms[2]["compression"] = {{"name", "qsgd"}, {"bits", 4}};
  CHECK(sweep_over("auto", {results}).over() == "compression.bits");  // two have the name qsgd
}

TEST_CASE("scenarios that differ in bandwidth alone make a panel", "[report]") {
  const auto results = test::over_bandwidths({{"1Mbps near", 1.0}, {"4Mbps near", 4.0}, {"1Mbps far", 1.0}});
  std::vector folders{results};
  Json& scenarios = folders[0].manifest["experiment"]["scenarios"];
  for (std::size_t i = 0; i < 3; ++i) {
    scenarios[i]["links"] = {{{"match", "*"}, {"bandwidth", 1e6 * static_cast<double>(i)}, {"latency", nullptr}}};
  }
  scenarios[2]["links"][0]["latency"] = 0.1;
  const Sweep sweep = sweep_over("auto", folders);
  CHECK(sweep.over() == "bandwidth");
  const auto groups = sweep.by_curve(group_runs(folders));
  CHECK(distinct(groups, &RunGroup::scenario) == Names{"near", "1Mbps far"});
  CHECK(sweep.value_of(groups[0]) == 125e3);
}

TEST_CASE("experiments that differ in their workers make a curve of each algorithm", "[report]") {
  const std::vector results{results_of("two", {example_run("a", "lan")}),
                            results_of("four", {test::with_workers(example_run("a", "lan"), 4)})};
  const Sweep sweep = sweep_over("auto", results);
  CHECK(sweep.over() == "workers");
  const auto groups = sweep.by_curve(group_runs(results));
  CHECK(distinct(groups, &RunGroup::label) == Names{"a"});
  CHECK(sweep.value_of(groups[1]) == 4);
}

TEST_CASE("what there is nothing to choose from is refused, and so is what leaves a choice", "[report]") {
  const std::vector steps{sweep_of_steps()};
  CHECK_THROWS_WITH(sweep_over("local_step", steps),
                    "--over: expected bandwidth, latency, workers or a value in which algorithms differ, found "
                    "\"local_step\", did you mean \"local_steps\"?");
  CHECK_THROWS_WITH(sweep_over("bandwidth", steps),
                    "--over: there are no two runs that differ in \"bandwidth\" alone; they do in local_steps");
  const std::vector one{results_of("e", {example_run("a", "lan")})};
  CHECK_THROWS_WITH(sweep_over("auto", one), Catch::StartsWith("there is nothing to plot over"));
  std::vector two{sweep_of_steps()};
  Json& algorithms = two[0].manifest["experiment"]["algorithms"];
  algorithms[2]["momentum"] = 0.5;
  algorithms[3] = algorithms[2];
  algorithms[3]["name"] = "gossip K=4";
  algorithms[3]["momentum"] = 0.9;
  CHECK_THROWS_WITH(sweep_over("auto", two),
                    "--over: expected one of local_steps, momentum: algorithms differ in each of them");
}
