// SPDX-License-Identifier: Apache-2.0
// The auto consensus step in the program: a number in the manifest, which replays and retime read; shown by validate.
#include <catch2/catch.hpp>

#include "sim/experiment/manifest.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

Json choco_experiment() {
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"] = Json::parse(R"([
    {"name": "auto", "paradigm": "gossip", "method": "choco", "compression": {"name": "qsgd", "bits": 8}},
    {"name": "twice", "paradigm": "gossip", "method": "choco", "compression": {"name": "qsgd", "bits": 8},
     "local_steps": 2},
    {"name": "plain", "paradigm": "gossip"}
  ])");
  return experiment;
}

}  // namespace

TEST_CASE("the auto consensus step is a number in the manifest, and results say the same with it given by hand",
          "[commands]") {
  const Workplace place;
  place.write("experiment.json", choco_experiment());
  place.succeed({"run", "experiment.json", "--out", "results", "--quiet"});
  const Json manifest = Json::parse(place.read("results/manifest.json"));
  const Json& stated = manifest["experiment"]["algorithms"];
  REQUIRE(stated[0]["consensus_step"].is_number());
  const auto step = stated[0]["consensus_step"].get<double>();
  CHECK(step == manifest["algorithms"]["auto"]["consensus_step"]);
  CHECK(manifest["algorithms"]["auto"]["largest_consensus_step"] == 1.0);  // so fine a codec on a ring of four
  CHECK(stated[1]["consensus_step"] == step);
  CHECK_FALSE(stated[2].contains("consensus_step"));  // nothing to settle
  CHECK_FALSE(manifest["algorithms"]["plain"].contains("consensus_step"));

  Json by_hand = choco_experiment();
  by_hand["algorithms"][0]["consensus_step"] = step;
  place.write("by_hand.json", by_hand);
  place.succeed({"run", "by_hand.json", "--out", "by_hand", "--quiet"});
  CHECK(place.reproducible_files("by_hand") == place.reproducible_files("results"));
}

TEST_CASE("retime and what else reads results takes the number that is there", "[commands]") {
  const Workplace place;
  place.write("experiment.json", choco_experiment());
  place.succeed({"run", "experiment.json", "--out", "results", "--quiet"});
  Json manifest = Json::parse(place.read("results/manifest.json"));
  place.write("scenarios.json", Json({{"scenarios", {{{"name", "again"}}}}}));
  place.succeed({"retime", "results", "--scenarios", "scenarios.json", "--quiet"});
  CHECK(Json::parse(place.read("results/manifest.json"))["experiment"]["algorithms"] ==
        manifest["experiment"]["algorithms"]);
  manifest["experiment"]["algorithms"][0]["consensus_step"] = 0.123;  // which no search finds
  Experiment experiment = Experiment::of_results(manifest, (place.path() / "results" / "manifest.json").string());
  CHECK(experiment.resolved()["algorithms"][0]["consensus_step"] == 0.123);
}

TEST_CASE("validate shows the consensus step where it can make or read the data, else says so", "[commands]") {
  const Workplace place;
  Json experiment = choco_experiment();
  place.write("experiment.json", experiment);
  CHECK_THAT(place.succeed({"validate", "experiment.json", "--quick"}),
             Contains("the largest that contracts is 1.0\n"));
  experiment["model"] = "softmax-regression";
  experiment["dataset"] = "mnist";  // whose images have a known size
  place.write("experiment.json", experiment);
  CHECK_THAT(place.succeed({"validate", "experiment.json", "--data", "nowhere"}),
             Contains("the largest that contracts is ") && Contains("forecast   ? real time, ? memory ("));
  experiment["dataset"] = {{"name", "libsvm"}, {"train", "rows"}};
  place.write("experiment.json", experiment);
  const std::string told = place.succeed({"validate", "experiment.json", "--data", "nowhere"});
  CHECK_THAT(told, Contains("consensus step auto: found once the data are there (") && Contains("nowhere"));
  experiment["algorithms"].erase(0);
  experiment["algorithms"].erase(0);
  place.write("experiment.json", experiment);
  CHECK_THAT(place.succeed({"validate", "experiment.json", "--quick"}), !Contains("consensus step"));
}

TEST_CASE("validate and run warn of a consensus step beyond the largest", "[commands]") {
  const Workplace place;
  Json experiment = choco_experiment();
  experiment["algorithms"][0]["compression"] = Json::parse(R"({"name": "random-k", "k": 1})");
  experiment["algorithms"][0]["consensus_step"] = 0.9;
  place.write("experiment.json", experiment);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"validate", "experiment.json", "--quick"},
                                                  {"run", "experiment.json", "--out", "out", "--quiet"}}) {
    CHECK_THAT(place.lowband(command).err,
               Contains("\"auto\": \"consensus_step\" is 0.9, beyond") && Contains("\"auto\" takes"));
  }
}
