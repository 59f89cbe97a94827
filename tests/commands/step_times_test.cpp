// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/step_times.hpp"

#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

TEST_CASE("workers that are alike have a line, the fastest first", "[commands]") {
  const StepCost cost{.flops = {3e6, 3e6}};
  CHECK(step_lines(cost, {{1e9}, {1e9}, {1e9}}) == "           3ms: 3 workers at 1Gf\n");
  // 3e6 operations at 2e9 / 4 take 6 ms; at 1e9, by a device of half the speed, slowed down 1.5 times, 9 ms.
  CHECK(step_lines(cost, {{1e9}, {2e9, 4.0}, {1e9, 1.5, 0.5}, {1e9}}) ==
        "           3ms: 2 workers at 1Gf\n"
        "           6ms: 1 worker at 2Gf, slowed down 4 times\n"
        "           9ms: 1 worker at 1Gf, device 0.5 times as fast, slowed down 1.5 times\n");
  CHECK(step_lines({.flops = {3e6, 3.3e6}}, {{1e9}}) == "           3ms to 3.3ms: 1 worker at 1Gf\n");
}

TEST_CASE("with a step time the speed of hosts does not count", "[commands]") {
  const StepCost cost{.flops = {3e6, 3e6}, .step_time_s = 0.2};
  CHECK(step_lines(cost, {{1e9}, {2e9}, {2e9, 4.0}, {1e9, 1.0, 0.5}}) ==
        "           200ms: 2 workers\n"
        "           400ms: 1 worker, device 0.5 times as fast\n"
        "           800ms: 1 worker, slowed down 4 times\n");
}

TEST_CASE("of many kinds of workers the fastest, the middle one and the slowest are told", "[commands]") {
  std::vector<SteppingWorker> workers;
  for (int i = 1; i <= 9; ++i) workers.push_back({1e9, static_cast<double>(i)});
  workers.push_back(workers.front());
  CHECK(step_lines({.flops = {1e9, 1e9}}, workers) ==
        "           9 kinds of workers: the fastest, the middle one and the slowest\n"
        "           1s: 2 workers at 1Gf\n"
        "           5s: 1 worker at 1Gf, slowed down 5 times\n"
        "           9s: 1 worker at 1Gf, slowed down 9 times\n");
}

TEST_CASE("factors over time are told in a line of their own", "[commands]") {
  const StepCost cost{.flops = {3e6, 3e6}};
  CHECK(step_lines(cost, {{1e9}, {1e9, 1.0, 1.0, std::pair(0.5, 1.0)}}) ==
        "           3ms: 2 workers at 1Gf\n"
        "           over time 1 worker at 0.5 to 1 times that speed\n");
  CHECK(step_lines(cost, {{1e9, 1.0, 1.0, std::pair(0.0, 1.0)}, {1e9, 1.0, 1.0, std::pair(0.5, 3.0)}}) ==
        "           3ms: 2 workers at 1Gf\n"
        "           over time 2 workers at 0 to 3 times that speed, 1 out of use at times\n");
}

TEST_CASE("operations have units as speeds have", "[commands]") {
  CHECK(flops_text({3.36e7, 3.36e7}) == "33.6Mflop");
  CHECK(flops_text({1.2e9, 1.31e9}) == "1.2Gflop to 1.31Gflop");
}

TEST_CASE("validate tells what a step costs, on each kind of workers of each scenario", "[commands]") {
  // A gradient of the quadratic takes 3 operations for each of 16 coordinates and 4 samples, 192, and SGD 2 for each
  // coordinate: 224, at 50 Gf 4.48 ns.
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["compute"] = {{"slowdown", {1, 1, 4, 1}}};
  experiment["scenarios"] = Json::parse(R"([
    {"name": "fast"},
    {"name": "far", "links": [{"match": "*", "latency": "1s"}]},
    {"name": "timed", "step_time": "10ms", "devices": {"kind": "over-time", "rows": [["worker-1", 1, 0], ["*-1", 2, 3],
                                                                                     ["worker-1", 4, 1]]}}
  ])");
  place.write("experiment.json", experiment);
  const std::string told = place.succeed({"validate", "experiment.json", "--quick"});
  INFO(told);
  CHECK_THAT(told, Contains("step       224flop: gradient of 4 samples, and optimizer\n"
                            "           fast, far:\n           4.48ns: 3 workers at 50Gf\n"
                            "           17.9ns: 1 worker at 50Gf, slowed down 4 times\n"));
  CHECK_THAT(told,
             Contains("           timed:\n           10ms: 3 workers\n           40ms: 1 worker, slowed down 4 times\n"
                      "           over time 1 worker at 0 to 3 times that speed, 1 out of use at times\n"));
}
