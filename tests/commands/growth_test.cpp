// SPDX-License-Identifier: Apache-2.0
// Results grow by algorithms, seeds and scenarios; what is there is not done again, and stays.
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// The small experiment with so many of its algorithms and scenarios, and these seeds.
Json part(std::size_t algorithms, std::size_t scenarios, const std::vector<std::uint64_t>& seeds) {
  Json experiment = Workplace::small_experiment();
  const auto shorten = [&experiment](const char* key, std::size_t length) {
    while (experiment[key].size() > length) experiment[key].erase(experiment[key].size() - 1);
  };
  shorten("algorithms", algorithms);
  shorten("scenarios", scenarios);
  if (seeds.size() == 1) {
    experiment["seed"] = seeds.front();
  } else {
    experiment.erase("seed");
    experiment["seeds"] = seeds;
  }
  return experiment;
}

std::string run(const Workplace& place, const Json& experiment, const std::string& out) {
  place.write("experiment.json", experiment);
  return place.succeed({"run", "experiment.json", "--out", out, "--quiet"});
}

Json manifest_of(const Workplace& place, const std::string& out) {
  return Json::parse(place.read(out + "/manifest.json"));
}

}  // namespace

TEST_CASE("results that grew by one thing after the other are those of one run", "[commands][growth]") {
  const Workplace place;
  run(place, part(2, 2, {1, 2}), "whole");
  run(place, part(1, 1, {1}), "out");
  const std::string timing = place.read("out/ring@fast@seed1/timing.json");
  const std::string trace = place.read("out/traces/ring@seed1.trace");
  run(place, part(2, 1, {1}), "out");     // an algorithm more
  run(place, part(2, 1, {1, 2}), "out");  // a seed
  run(place, part(2, 2, {1, 2}), "out");  // a scenario
  CHECK(place.reproducible_files("out") == place.reproducible_files("whole"));
  CHECK(place.read("out/ring@fast@seed1/timing.json") == timing);
  CHECK(place.read("out/traces/ring@seed1.trace") == trace);
  place.write("experiment.json", part(2, 2, {1, 2}));
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "nothing to do: 8 of 8 runs done: out\n");
}

TEST_CASE("another value of a sweep is all that is trained", "[commands][growth]") {
  const Workplace place;
  Json experiment = part(2, 1, {1});
  experiment["algorithms"][0]["local_steps"] = {{"sweep", {1, 4}}};
  run(place, experiment, "out");
  const std::string trace = place.read("out/traces/ring local_steps=4@seed1.trace");
  const std::string timing = place.read("out/ring local_steps=4@fast@seed1/timing.json");
  experiment["algorithms"][0]["local_steps"] = {{"sweep", {1, 2, 4}}};
  run(place, experiment, "out");
  CHECK(place.read("out/traces/ring local_steps=4@seed1.trace") == trace);
  CHECK(place.read("out/ring local_steps=4@fast@seed1/timing.json") == timing);
  run(place, experiment, "whole");
  CHECK(place.reproducible_files("out") == place.reproducible_files("whole"));
  // Written by hand they are the same algorithms.
  Json by_hand = part(2, 1, {1});
  by_hand["algorithms"].erase(0);
  for (const int steps : {4, 2, 1}) {
    Json one = part(1, 1, {1})["algorithms"][0];
    one["name"] = "ring local_steps=" + std::to_string(steps);
    one["local_steps"] = steps;
    by_hand["algorithms"].insert(by_hand["algorithms"].begin(), one);
  }
  place.write("experiment.json", by_hand);
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "nothing to do: 4 of 4 runs done: out\n");
}

TEST_CASE("an experiment is the same however it is described", "[commands][growth]") {
  const Workplace place;
  Json experiment = part(2, 2, {1});
  run(place, experiment, "out");
  const std::string trace = place.read("out/traces/ring@seed1.trace");
  experiment["description"] = "what it is about";
  experiment["model"]["description"] = "convex";
  experiment["algorithms"][0]["description"] = "of reference";
  place.write("experiment.json", "// of an afternoon\n" + experiment.dump());
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "nothing to do: 4 of 4 runs done: out\n");
  CHECK(manifest_of(place, "out")["experiment"]["description"] == "what it is about");
  CHECK(place.read("out/traces/ring@seed1.trace") == trace);
  // Scenarios of a file of their own may be described, too.
  place.write("scenarios.json", std::string(R"({"scenarios": [ // one more
    {"name": "other", "description": "far away", "links": [{"match": "*", "latency": "50ms"}]}]})"));
  CHECK(place.succeed({"retime", "out", "--scenarios", "scenarios.json"}) == "2 of 2 runs done: out\n");
  CHECK(manifest_of(place, "out")["experiment"]["description"] == "what it is about");
}

TEST_CASE("a key that is null, as later versions add them, makes no other experiment", "[commands][growth]") {
  const Workplace place;
  run(place, part(1, 1, {1}), "out");
  Json manifest = manifest_of(place, "out");
  REQUIRE(manifest["experiment"]["scenarios"][0].at("step_time").is_null());
  manifest["experiment"]["scenarios"][0].erase("step_time");
  manifest["experiment"]["compute"].erase("devices");
  place.write("out/manifest.json", manifest);
  CHECK_THAT(place.succeed({"run", "experiment.json", "--out", "out"}), StartsWith("nothing to do: 1 of 1 runs done"));
  manifest["experiment"]["scenarios"][0]["step_time"] = 0.5;
  place.write("out/manifest.json", manifest);
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}), Contains("differs in /step_time"));
}

TEST_CASE("what only the results have stays, after what the file has", "[commands][growth]") {
  const Workplace place;
  run(place, part(1, 1, {1}), "out");
  Json other = part(2, 2, {2});
  other["algorithms"].erase(0);
  other["scenarios"].erase(0);
  run(place, other, "out");
  const Json manifest = manifest_of(place, "out");
  CHECK(manifest["runs"] == Json::array({"gossip-4@slow@seed2", "ring@fast@seed1"}));
  CHECK(manifest["experiment"]["algorithms"][0]["name"] == "gossip/4");
  CHECK(manifest["experiment"]["algorithms"][1]["name"] == "ring");
  CHECK(manifest["algorithms"].contains("ring"));
  CHECK(manifest["algorithms"].contains("gossip/4"));
  CHECK(manifest["experiment"]["scenarios"][0]["name"] == "slow");
  CHECK(manifest["experiment"]["scenarios"][1]["name"] == "fast");
  CHECK(manifest["experiment"]["seed"].is_null());
  CHECK(manifest["experiment"]["seeds"] == Json::array({2, 1}));
  const std::string compared = place.succeed({"compare", "out"});
  CHECK_THAT(compared, Contains("ring") && Contains("gossip/4"));
  // The samples of each worker are told for both seeds: 4 workers each.
  const std::string shares = place.read("out/shares.csv");
  CHECK(std::count(shares.begin(), shares.end(), '\n') == 1 + 2 * 4);
}

TEST_CASE("the data keep the seed with which the results began", "[commands][growth]") {
  const Workplace place;
  run(place, part(1, 1, {1}), "out");
  run(place, part(1, 1, {2, 1}), "out");
  CHECK(manifest_of(place, "out")["experiment"]["dataset"]["seed"] == 1);
  CHECK(manifest_of(place, "out")["experiment"]["seeds"] == Json::array({2, 1}));
  // Seed 2 on the data of seed 1, as the file may say.
  Json stated = part(1, 1, {2});
  stated["dataset"]["seed"] = 1;
  run(place, stated, "stated");
  CHECK(place.read("out/ring@fast@seed2/metrics.csv") == place.read("stated/ring@fast@seed2/metrics.csv"));
  // Begun with this list, the data are those of seed 2.
  run(place, part(1, 1, {2, 1}), "begun");
  CHECK(manifest_of(place, "begun")["experiment"]["dataset"]["seed"] == 2);
  CHECK(place.read("out/ring@fast@seed2/metrics.csv") != place.read("begun/ring@fast@seed2/metrics.csv"));
  stated["dataset"]["seed"] = 3;
  place.write("experiment.json", stated);
  CHECK(place.refuse({"run", "experiment.json", "--out", "out"}) ==
        "out: results exist already, of another experiment, which differs in /experiment/dataset/seed: replace them "
        "with --overwrite, or name another folder with --out");
}

TEST_CASE("names that would share a folder are not taken for the same", "[commands][growth]") {
  const Workplace place;
  run(place, part(2, 1, {1}), "out");
  Json experiment = part(2, 1, {1});
  experiment["algorithms"][1]["name"] = "gossip-4";
  place.write("experiment.json", experiment);
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
             Contains("of another algorithm \"gossip/4\", which differs in /name"));
}

TEST_CASE("the shares of a seed that were not written any more are completed", "[commands][growth]") {
  const Workplace place;
  run(place, part(1, 1, {1}), "out");
  const std::string of_one = place.read("out/shares.csv");
  run(place, part(1, 1, {1, 2}), "out");
  const std::string of_both = place.read("out/shares.csv");
  CHECK(of_both.starts_with(of_one));
  place.write("out/shares.csv", of_one);  // as if it had been killed after the manifest
  run(place, part(1, 1, {1}), "out");
  CHECK(place.read("out/shares.csv") == of_both);
  place.write("out/shares.csv", of_one + "2,0,51,51\n");
  place.write("experiment.json", part(1, 1, {1}));
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}), Contains("with another shares.csv"));
}

TEST_CASE("results that have grown are timed again, and merged", "[commands][growth]") {
  const Workplace place;
  run(place, part(1, 1, {1}), "out");
  run(place, part(2, 1, {1, 2}), "out");
  place.write("new.json",
              Json::parse(R"({"scenarios": [{"name": "far", "links": [{"match": "*", "latency": "1s"}]}]})"));
  CHECK(place.succeed({"retime", "out", "--scenarios", "new.json"}) == "4 of 4 runs done: out\n");
  CHECK(place.succeed({"merge", "out", "--out", "merged"}) == "8 runs of 1 folder: merged\n");
  CHECK(place.reproducible_files("merged") == place.reproducible_files("out"));
}

TEST_CASE("a manifest that cannot grow is told with what is wrong", "[commands][growth]") {
  const Workplace place;
  run(place, part(1, 1, {1}), "out");
  const Json manifest = manifest_of(place, "out");
  const auto refused = [&](const char* pointer, const Json& value) {
    Json damaged = manifest;
    damaged[Json::json_pointer(pointer)] = value;
    place.write("out/manifest.json", damaged);
    CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}), StartsWith("out/manifest.json: "));
  };
  refused("/experiment", 3);
  refused("/algorithms", nullptr);
  refused("/experiment/algorithms/0/name", 3);
  refused("/experiment/scenarios", "fast");
  refused("/experiment/seeds", Json::array({"1"}));
  refused("/experiment/seed", nullptr);
}
