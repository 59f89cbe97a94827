// SPDX-License-Identifier: Apache-2.0
#include "sim/report/run_table.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/report/example_results.hpp"

using namespace lowband;
using Catch::Contains;
using test::never_reached;
using test::reached;
using test::results_of;
using test::with;
using test::without;

namespace {

/// Two algorithms that differ in bits and in a learning rate of their own, in two scenarios.
ResultsFolder example() {
  ResultsFolder results = results_of("e", {with(reached("a", "lan", 1.0, 100), "all-reduce", "qsgd"),
                                           with(reached("b", "lan", 2.0, 50), "gossip", "qsgd"),
                                           with(reached("a", "wan", 4.0, 100), "all-reduce", "qsgd"),
                                           never_reached(with(reached("b", "wan", 8.0, 50), "gossip", "qsgd"))});
  Json& algorithms = results.manifest["experiment"]["algorithms"];
  algorithms[0].update({{"local_steps", 4}, {"training", {{"learning_rate", 0.1}}}});
  algorithms[0]["compression"]["bits"] = 2;
  algorithms[1].update({{"local_steps", {{"name", "post-local"}, {"period", 8}}},
                        {"training", {{"learning_rate", 0.5}}},
                        {"method", "choco"},
                        {"topology", {{"name", "ring"}}}});
  algorithms[1]["compression"]["bits"] = 4;
  results.runs[1].summary.collective = "";
  // A run that went along another, longer and narrower link.
  results.runs[3].links.push_back({"link_2", 1.25e5, 0.1, 10, 0.0, 0.0});
  return test::as_read(std::move(results));
}

Json records(const RunTableOptions& options = {}) {
  const std::vector results{example()};
  return Json::parse(format_runs(results, options, "json"));
}

}  // namespace

TEST_CASE("a line per run has what was run, where, and what came out", "[report]") {
  const Json lines = records();
  REQUIRE(lines.size() == 4);
  const Json& first = lines[0];
  CHECK(first["experiment"] == "e");
  CHECK(first["scenario"] == "lan");
  CHECK(first["algorithm"] == "a");
  CHECK(first["method"].is_null());
  CHECK(first["collective"] == "ring");
  CHECK(first["local_steps"] == 4);
  CHECK(first["codec"] == "qsgd");
  CHECK(first["bits"] == 2);
  CHECK(first["training.learning_rate"] == 0.1);
  CHECK_FALSE(first.contains("compression.bits"));  // which "bits" shows
  CHECK(first["workers"] == 2);
  CHECK(first["seed"] == 1);
  CHECK(first["time_to_target_s"] == 1.0);
  CHECK(first["bytes_to_target"] == 100);
  CHECK(first["iterations_to_target"] == 20);
  CHECK(first["lost_target_again"] == false);
  CHECK(first["sim_time_s"] == 2.0);
  CHECK(first["workers_test_accuracy"] == 0.94);
  CHECK(first["worst_worker_test_accuracy"] == 0.92);
  CHECK(first["test_accuracy"] == 0.95);
  CHECK(first["consensus_distance"] == 1.0 / 3.0);
  CHECK(first["mean_staleness"].is_null());
  CHECK(first["compute_share"] == 0.6875);  // (1.5 + 1.25) / 2 of 2 s
  CHECK(first["wait_share"] == 0.3125);     // (0.5 + 0.75) / 2 of 2 s
  CHECK(lines[1]["local_steps"] == "post-local");
  CHECK(lines[1]["method"] == "choco");
  CHECK(lines[1]["topology"] == "ring");
  CHECK(lines[1]["collective"].is_null());
  CHECK(lines[3]["time_to_target_s"].is_null());
  CHECK(lines[3]["iterations_to_target"].is_null());
  CHECK(lines[3]["lost_target_again"].is_null());
}

TEST_CASE("bandwidth and latency are those of the scenario, whatever a run used of it", "[report]") {
  const Json lines = records();
  CHECK(lines[0]["bandwidth_Bps"] == 1.25e6);
  CHECK(lines[0]["latency_s"] == 0.005);
  CHECK(lines[2]["bandwidth_Bps"] == 1.25e5);  // "b" used link_2 there
  CHECK(lines[2]["latency_s"] == 0.1);
  CHECK(lines[3]["bandwidth_Bps"] == 1.25e5);
}

TEST_CASE("nodes that are no workers have no part in the shares of time", "[report]") {
  ResultsFolder results = example();
  results.runs[0].workers.push_back({2, "server", 0, 0, 0, 100.0, 0.0, "server"});
  const std::vector one{results};
  CHECK(Json::parse(format_runs(one, {}, "json"))[0]["compute_share"] == 0.6875);
}

TEST_CASE("runs are chosen and sorted, the best first and what is not there last", "[report]") {
  const auto names = [](const Json& lines) {
    std::string text;
    for (const Json& line : lines)
      text += line["algorithm"].get<std::string>() + '@' + line["scenario"].get<std::string>() + ' ';
    return text;
  };
  CHECK(names(records({.only = "b"})) == "b@lan b@wan ");
  CHECK(names(records({.only = "*@wan"})) == "a@wan b@wan ");
  CHECK(names(records({.sort = "time_to_target_s"})) == "a@lan b@lan a@wan b@wan ");
  CHECK(names(records({.sort = "bandwidth_Bps"})) == "a@lan b@lan a@wan b@wan ");
  CHECK(names(records({.sort = "training.learning_rate"})) == "a@lan a@wan b@lan b@wan ");
  CHECK(names(records({.sort = "local_steps"})) == "a@lan a@wan b@lan b@wan ");  // text after numbers
  CHECK_THROWS_WITH(records({.sort = "bit"}), "--sort: expected a column, found \"bit\", did you mean \"bits\"?");
}

TEST_CASE("a metric that was asked for is a column of every run", "[report]") {
  ResultsFolder results = example();
  results.runs[1].summary.final.workers_test_accuracy = 0.8;
  const std::vector one{results};
  const RunTableOptions options{.metrics = {"error", "bytes-sent"}, .sort = "error"};
  const Json lines = Json::parse(format_runs(one, options, "json"));
  CHECK(lines[0]["error"].get<double>() == Approx(0.06));
  CHECK(lines[2]["error"].get<double>() == Approx(0.2));
  CHECK(lines[3]["error"].get<double>() == Approx(0.5));  // never reached
  CHECK(lines[0]["bytes-sent"] == 2000.0);
  CHECK_THAT(format_runs(one, options, "table"), Contains("  error  bytes-sent") && Contains("20.00 %"));
}

TEST_CASE("another target, and runs that lost it or are not there", "[report]") {
  ResultsFolder results = without(example(), 3);
  results.runs[0].metrics.push_back(results.runs[0].metrics[0]);
  const std::vector one{results};
  const std::string table = format_runs(one, {}, "table");
  CHECK_THAT(table, Contains("1.00 s †") && Contains("†: reached, but no longer met at the end."));
  CHECK_THAT(table, Contains("\nWithout a line, as they have not finished: 1 runs.\n"));
  CHECK(
      Json::parse(format_runs(one, {.target = {{"accuracy=0.99"}, {}, {}}}, "json"))[0]["time_to_target_s"].is_null());
}

TEST_CASE("for people, columns without content are left out", "[report]") {
  const std::vector results{example()};
  const std::string table = format_runs(results, {}, "table");
  CHECK_THAT(table, Contains("scenario  algorithm  paradigm    method  collective  topology  K           codec  bits"));
  CHECK_THAT(table, Contains("training.learning_rate  workers  bandwidth  latency  seed  status"));
  CHECK_THAT(table, Contains("1.25 MB/s  5.00 ms") && Contains("68.75 %"));
  CHECK_THAT(table, !Contains("staleness") && !Contains("experiment"));
  CHECK_THAT(format_runs(results, {}, "csv"), Contains("experiment,scenario,algorithm,paradigm,method,collective,"));
  CHECK_THAT(format_runs(results, {}, "markdown"), Contains("| lan      | a         | all-reduce |"));
  CHECK_THAT(format_runs(results, {}, "latex"), Contains("training.learning\\_rate & workers &"));
}
