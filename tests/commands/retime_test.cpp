// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// Scenarios that use everything a scenario can change.
Json new_scenarios() {
  return Json::parse(R"({"scenarios": [
    {"name": "bw", "links": [{"match": "*", "bandwidth": ["1Mbps", "...", "100Mbps"]}]},
    {"name": "half as fast", "hosts": [{"match": "*", "speed_factor": 0.5}]},
    {"name": "nights", "links": [{"match": "*", "bandwidth_profile": {"points": [[0, 1], [0.01, 0.1]], "period": 0.02}}]},
    {"name": "elsewhere", "platform": "other/star.xml", "network": "ideal"}
  ]})");
}

/// All that timing again and training must agree in; the manifest is compared key by key.
std::map<std::string, std::string> all_but_manifest(const Workplace& place, const std::string& folder) {
  auto files = place.reproducible_files(folder);
  files.erase("manifest.json");
  return files;
}

}  // namespace

TEST_CASE("results are timed again under new scenarios, without the data, as if they had been run", "[retime]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["scenarios"] = Json::parse(R"([{"name": "fast"}])");
  experiment["evaluation"]["each_worker"] = true;
  place.write("experiment.json", experiment);
  place.write("other/star.xml", place.read("star.xml"));
  place.write("days later.json", new_scenarios());
  place.succeed({"run", "experiment.json", "--out", "out"});

  // The experiment with all scenarios, trained in each, is what the results must become.
  const Json added = new_scenarios();
  for (const auto& scenario : added["scenarios"]) experiment["scenarios"].push_back(scenario);
  place.write("all.json", experiment);
  place.succeed({"run", "all.json", "--out", "trained", "--no-replay"});

  fs::remove(place.path() / "experiment.json");
  fs::remove(place.path() / "star.xml");  // the results have a copy
  CHECK(place.succeed({"retime", "out", "--scenarios", "days later.json"}) == "12 of 12 runs done: out\n");
  auto timed = all_but_manifest(place, "out");
  std::erase_if(timed, [](const auto& file) { return file.first.starts_with("traces"); });
  CHECK(timed == all_but_manifest(place, "trained"));
  const Json manifest = Json::parse(place.read("out/manifest.json"));
  const Json full = Json::parse(place.read("trained/manifest.json"));
  CHECK(manifest["experiment"]["scenarios"] == full["experiment"]["scenarios"]);
  CHECK(manifest["scenario_networks"] == full["scenario_networks"]);
  CHECK(manifest["runs"] == full["runs"]);

  CHECK(place.succeed({"retime", "out", "--scenarios", "days later.json"}) ==
        "nothing to do: 12 of 12 runs done: out\n");
  // What was interrupted goes on.
  fs::remove_all(place.path() / "out" / "ring@bw-10Mbps@seed1");
  CHECK(place.succeed({"retime", "out/", "--scenarios", "days later.json"}) == "12 of 12 runs done: out\n");
  CHECK(place.read("out/ring@bw-10Mbps@seed1/metrics.csv") == place.read("trained/ring@bw-10Mbps@seed1/metrics.csv"));
}

TEST_CASE("results with stragglers are timed again without the files of durations and devices", "[retime]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["scenarios"] = Json::parse(R"([{"name": "fast"}])");
  experiment["compute"] = {{"slowdown", {{"worker-[01]", 2}, {"worker-1", 1.5}}},
                           {"jitter", {{"distribution", "csv"}, {"file", "steps.csv"}, {"column", "ms"}}},
                           {"devices", {{"file", "phones.json"}}}};
  place.write("phones.json", Json::parse(R"({"slow": 1, "fair": 3, "fast": 10})"));
  place.write("steps.csv", std::string("step,ms\n0,10\n1,35\n2,12.5\n"));
  place.write("experiment.json", experiment);
  const Json added =
      Json::parse(R"({"scenarios": [{"name": "slow", "links": [{"match": "*", "bandwidth": "1Mbps"}]}]})");
  place.write("added.json", added);
  place.succeed({"run", "experiment.json", "--out", "out"});
  experiment["scenarios"].push_back(added["scenarios"][0]);
  place.write("all.json", experiment);
  place.succeed({"run", "all.json", "--out", "trained", "--no-replay"});
  CHECK(Json::parse(place.read("out/manifest.json"))["experiment"]["compute"]["jitter"] ==
        Json::parse(R"({"distribution": "durations", "durations": [10.0, 35.0, 12.5]})"));

  fs::remove(place.path() / "steps.csv");
  fs::remove(place.path() / "phones.json");
  place.succeed({"retime", "out", "--scenarios", "added.json"});
  auto timed = all_but_manifest(place, "out");
  std::erase_if(timed, [](const auto& file) { return file.first.starts_with("traces"); });
  CHECK(timed == all_but_manifest(place, "trained"));
}

TEST_CASE("what cannot be timed again is said in one line", "[retime]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.write("new.json",
              Json::parse(R"({"scenarios": [{"name": "far", "links": [{"match": "*", "latency": "1s"}]}]})"));
  CHECK_THAT(place.refuse({"retime", "out", "--scenarios", "new.json"}), StartsWith("out: expected a results folder"));
  CHECK_THAT(place.refuse({"retime", ".", "--scenarios", "new.json"}),
             Contains(": expected a results folder, found no manifest.json in it"));
  place.succeed({"run", "experiment.json", "--out", "untraced", "--no-replay"});
  CHECK_THAT(place.refuse({"retime", "untraced", "--scenarios", "new.json"}),
             StartsWith("untraced: \"gossip/4\" with seed 1, \"ring\" with seed 1 cannot be timed again: there is no "
                        "trace: it was run "
                        "with --no-replay"));

  place.succeed({"run", "experiment.json", "--out", "out"});
  const auto refused = [&](const char* scenarios) {
    place.write("bad.json", Json::parse(scenarios));
    return place.refuse({"retime", "out", "--scenarios", "bad.json"});
  };
  CHECK_THAT(refused(R"([])"), StartsWith("bad.json: the document: expected an object with a list \"scenarios\""));
  CHECK_THAT(refused(R"({"scenarios": [{"name": "x", "links": [{"match": "none*"}]}]})"),
             StartsWith("bad.json: /scenarios/0/links/0"));
  CHECK_THAT(refused(R"({"scenarios": [{"name": "x", "links": [{"match": "none*", "latency": "1s"}]}]})"),
             StartsWith("bad.json: /scenarios/0/links") && Contains("no link matches"));
  CHECK_THAT(refused(R"({"scenarios": [{"name": "fast", "links": [{"match": "*", "latency": "1s"}]}]})"),
             Contains("of another scenario \"fast\", which differs in /links: give the scenarios other names"));

  // One algorithm without a trace does not keep the others from being timed.
  fs::remove(place.path() / "out" / "traces" / "ring@seed1.trace");
  const Ended ended = place.lowband({"retime", "out", "--scenarios", "new.json"});
  CHECK(ended.status == 1);
  CHECK_THAT(ended.err, StartsWith("lowband: out: \"ring\" with seed 1 cannot be timed again: there is no trace"));
  CHECK(ended.out == "1 of 2 runs done: out\n");
  CHECK(fs::exists(place.path() / "out" / "gossip-4@far@seed1"));

  const std::string trace = place.read("out/traces/gossip-4@seed1.trace");
  place.write("out/traces/gossip-4@seed1.trace", trace.substr(0, trace.size() / 2));
  place.write("new.json",
              Json::parse(R"({"scenarios": [{"name": "farther", "links": [{"match": "*", "latency": "2s"}]}]})"));
  CHECK(place.refuse({"retime", "out", "--scenarios", "new.json"}) ==
        "out/traces/gossip-4@seed1.trace: the trace is cut short or altered: its checksum is wrong");
}
