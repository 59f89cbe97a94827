// SPDX-License-Identifier: Apache-2.0
// What whole runs say of themselves: figures that workers can have, and a status that tells whether to trust them.
#include <catch2/catch.hpp>

#include "sim/results/run_folder.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

RunRecord run_of(const Workplace& place, const std::string& folder) { return read_run(place.path() / folder); }

}  // namespace

TEST_CASE("a trace is the same whichever scenario it was recorded in", "[commands]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "slow", "--only", "*@slow"});
  place.succeed({"run", "experiment.json", "--out", "fast", "--only", "*@fast"});
  for (const std::string name : {"traces/ring@seed1.trace", "traces/gossip-4@seed1.trace"}) {
    CHECK(place.read("slow/" + name) == place.read("fast/" + name));
  }
}

TEST_CASE("a period longer than training counts when it is synchronised, with its bytes", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"][0]["local_steps"] = 500;
  place.write("experiment.json", experiment);
  // K > N goes without saying here: what is warned about is no matter of this test.
  CHECK(place.lowband({"run", "experiment.json", "--out", "out"}).status == 0);
  const RunRecord run = run_of(place, "out/ring@slow@seed1");
  REQUIRE(run.metrics.size() == 2);
  CHECK(run.metrics[1].iteration == 8);
  CHECK(run.metrics[1].bytes_sent == run.summary.bytes_sent);
  CHECK(run.metrics[1].bytes_sent > 0);
  CHECK(run.metrics[1].sim_time_s == run.summary.sim_time_s);
}

TEST_CASE("a run that ends worse than it began is unstable, and done", "[commands]") {
  // The quadratic's error is multiplied by 1 - 2.5 in every step: it grows, and stays finite for 8 of them.
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["training"]["learning_rate"] = 2.5;
  place.write("experiment.json", experiment);
  const Ended ended = place.lowband({"run", "experiment.json", "--out", "out"});
  CHECK(ended.status == 0);
  for (const std::string scenario : {"fast", "slow"}) {  // trained, and replayed
    const RunRecord run = run_of(place, "out/ring@" + scenario + "@seed1");
    CHECK(run.summary.status == "unstable");
    CHECK_THAT(run.summary.reason, StartsWith("the training loss rose from") && Contains("learning rate"));
    CHECK_FALSE(run.summary.diverged_at);
    CHECK(run.metrics.size() == 5);
  }
  CHECK(run_of(place, "out/ring@slow@seed1").timing.is_replayed);
}

TEST_CASE("a run that diverges tells at which iteration", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["training"]["learning_rate"] = 1e15;
  place.write("experiment.json", experiment);
  CHECK(place.lowband({"run", "experiment.json", "--out", "out"}).status == 0);
  const RunRecord run = run_of(place, "out/ring@fast@seed1");
  CHECK(run.summary.status == "diverged");
  REQUIRE(run.summary.diverged_at);
  CHECK_THAT(run.summary.reason, Contains("at iteration " + std::to_string(*run.summary.diverged_at) + ":"));
  CHECK(*run.summary.diverged_at > run.summary.iterations);
}
