// SPDX-License-Identifier: Apache-2.0
// Weights by samples through the whole program.
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// One algorithm of each kind on unequal shares.
Json by_samples() {
  Json experiment = Workplace::small_experiment();
  experiment["dataset"]["partition"] = {{"scheme", "dirichlet"}, {"alpha", 0.5}};
  experiment["seeds"] = {1, 2};
  experiment.erase("seed");
  experiment["compute"] = {{"slowdown", {1, 1.3, 1.7, 4}}};
  experiment["algorithms"] = Json::parse(R"([
    {"name": "ring", "paradigm": "all-reduce", "local_steps": 2},
    {"name": "codes", "paradigm": "all-reduce", "compression": {"name": "qsgd", "bits": 8}},
    {"name": "nearest", "paradigm": "gossip", "topology": {"name": "platform", "degree": 2}},
    {"name": "choco", "paradigm": "gossip", "compression": {"name": "qsgd", "bits": 8}},
    {"name": "pushes", "paradigm": "gossip", "method": "async-push-sum", "topology": "complete"},
    {"name": "rounds", "paradigm": "parameter-server", "clients_per_round": 2},
    {"name": "drawn", "paradigm": "parameter-server", "clients_per_round": 2, "sampling": "samples"}
  ])");
  for (auto& algorithm : experiment["algorithms"]) {
    if (algorithm["name"] != "drawn") algorithm["average"] = "samples";
  }
  return experiment;
}

}  // namespace

TEST_CASE("weights by samples give the same files for any number of threads, replayed or not", "[commands]") {
  const Workplace place;
  place.write("experiment.json", by_samples());
  place.succeed({"validate", "experiment.json", "--quick"});
  place.succeed({"run", "experiment.json", "--out", "one", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));
  place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"});
  auto replayed = place.reproducible_files("one");
  std::erase_if(replayed, [](const auto& file) { return file.first.starts_with("traces"); });
  CHECK(replayed == place.reproducible_files("trained"));

  Json equal = by_samples();
  for (auto& algorithm : equal["algorithms"]) {
    algorithm.erase("average");
    algorithm.erase("sampling");
  }
  place.write("equal.json", equal);
  place.succeed({"run", "equal.json", "--out", "equal"});
  for (const auto& algorithm : equal["algorithms"]) {
    const std::string metrics = algorithm["name"].get<std::string>() + "@fast@seed1/metrics.csv";
    CHECK(place.read("one/" + metrics) != place.read("equal/" + metrics));
  }
}

TEST_CASE("weights by samples of equal shares are warned about", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"][0]["average"] = "samples";
  place.write("experiment.json", experiment);
  const Ended ended = place.lowband({"run", "experiment.json", "--out", "out"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, Contains("\"ring\": \"average\": \"samples\" makes no difference: all workers have as many "
                                 "training samples"));
}
