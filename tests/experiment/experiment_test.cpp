#include "sim/experiment/experiment.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

// What is refused, and with which words, is in tests/commands/bad_input_test.cpp.

namespace {

/// The experiment as read from a file in `place`.
Json resolved(const Workplace& place, const Json& experiment) {
  place.write("experiment.json", experiment);
  return Experiment((place.path() / "experiment.json").string()).resolved();
}

}  // namespace

TEST_CASE("an experiment as resolved has all defaults", "[experiment]") {
  const Workplace place;
  const Json json = resolved(place, Workplace::small_experiment());
  CHECK(json["network"] == "tcp");
  CHECK(json["hosts"] == Json::array());
  CHECK(json["training"] ==
        Json::parse(R"({"iterations": 8, "batch_size": 4, "learning_rate": 0.05, "weight_decay": 0.0,
    "optimizer": {"name": "sgd", "momentum": 0.0, "nesterov": false},
    "schedule": {"name": "constant", "warmup_steps": 0, "start_factor": 0.3333333333333333}})"));
  CHECK(json["evaluation"]["target_accuracy"].is_null());
  CHECK(json["algorithms"][0]["quantization"] == "per-hop");
  CHECK(json["algorithms"][0]["local_steps"] == 2);
  CHECK(json["algorithms"][0]["optimizer_state"] == "local");
  CHECK(json["algorithms"][0]["outer"] == Json::parse(R"({"name": "none"})"));
  CHECK(json["algorithms"][1]["compression"]["levels"] == 127);  // 2^(8 - 1) - 1
  CHECK(json["algorithms"][1]["weights"] == "metropolis");
  CHECK(json["scenarios"][1]["links"][0] == Json::parse(R"({"match": "*", "bandwidth": 1250000.0, "latency": 0.005})"));
}

TEST_CASE("an experiment as resolved reads back as itself", "[experiment]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  const Json once = resolved(place, experiment);
  CHECK(resolved(place, once) == once);
  experiment.erase("seed");
  experiment["seeds"] = {5, 6};
  experiment["network"] = {{"preset", "ideal"}, {"network/TCP-gamma", 0}};
  experiment["compute"] = {{"slowdown", {1, 1, 1, 3.5}}, {"jitter", 0.1}};
  experiment["hosts"] = {"worker-7", "worker-1", "worker-2", "worker-3"};
  experiment["evaluation"]["target_loss"] = 0.5;
  experiment["training"]["optimizer"] = {{"name", "adamw"}, {"betas", {0.8, 0.95}}};
  experiment["training"]["schedule"] = {{"name", "cosine"}, {"warmup_steps", 2}};
  experiment["algorithms"][0].update(
      {{"local_steps", {{"name", "growing"}, {"most", 8}}}, {"outer", "nesterov"}, {"optimizer_state", "averaged"}});
  const Json other = resolved(place, experiment);
  CHECK(other["seeds"] == Json::array({5, 6}));
  CHECK(other["network"]["network/TCP-gamma"] == "0");
  CHECK(resolved(place, other) == other);
}

TEST_CASE("the seed is 1 unless one is given, and several are kept in their order", "[experiment]") {
  const Workplace place;
  const auto seeds_of = [&](const Json& experiment) {
    place.write("experiment.json", experiment);
    return Experiment((place.path() / "experiment.json").string()).seeds();
  };
  Json experiment = Workplace::small_experiment();
  experiment.erase("seed");
  CHECK(seeds_of(experiment) == std::vector<std::uint64_t>{1});
  CHECK(resolved(place, experiment)["seed"] == 1);
  experiment["seed"] = 9007199254740992;  // 2^53
  CHECK(seeds_of(experiment) == std::vector<std::uint64_t>{9007199254740992});
  experiment.erase("seed");
  experiment["seeds"] = {9, 2};
  CHECK(seeds_of(experiment) == std::vector<std::uint64_t>{9, 2});
}

TEST_CASE("without scenarios there is one, the platform as it is", "[experiment]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment.erase("scenarios");
  CHECK(resolved(place, experiment)["scenarios"] ==
        Json::parse(R"([{"name": "platform", "platform": null, "network": null,
                                                                 "links": [], "hosts": []}])"));
}

TEST_CASE("a platform is looked for beside the experiment file", "[experiment]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["platform"] = "../star.xml";
  place.write("deeper/experiment.json", json);
  const Experiment experiment((place.path() / "deeper" / "experiment.json").string());
  const PlatformSettings settings = experiment.platform_in(experiment.scenarios[1]);
  CHECK(settings.file == (place.path() / "star.xml").string());
  CHECK(settings.workers == 4);
  REQUIRE(settings.changes.size() == 1);
  CHECK(settings.changes[0].bandwidth_Bps == 1.25e6);
  const PlatformReport report = experiment.inspect_platform();
  CHECK(report.hosts_in_file == 8);
  CHECK(report.hosts.size() == 4);
  CHECK(report.routes.size() == 8);  // the ring of the all-reduce and of gossip, both ways
}

TEST_CASE("scenarios as resolved read back as themselves, without lists of values and files", "[experiment]") {
  const Workplace place;
  place.write("trace.csv", std::string("time_s,factor\n0,1\n10,0.5\n"));
  place.write("other/star.xml", place.read("star.xml"));
  Json experiment = Workplace::small_experiment();
  experiment["scenarios"] = Json::parse(R"([
    {"name": "bw", "links": [{"match": "*", "latency_factor": 2}, {"match": "*", "bandwidth": ["1Mbps", "...", "1Gbps"]}]},
    {"name": "trace", "links": [{"match": "*", "bandwidth_profile": {"kind": "csv", "file": "trace.csv", "period": "20s"},
                                 "latency_profile": {"kind": "day-night"}}],
     "hosts": [{"match": "worker-0", "speed": "10Gf", "speed_profile": {"kind": "bursts", "seed": 3}}]},
    {"name": "other", "platform": "other/star.xml", "network": {"preset": "ideal", "network/TCP-gamma": 0}}
  ])");
  const Json once = resolved(place, experiment);
  REQUIRE(once["scenarios"].size() == 6);
  CHECK(once["scenarios"][1] == Json::parse(R"({"name": "bw-10Mbps", "platform": null, "network": null,
      "links": [{"match": "*", "latency_factor": 2.0}, {"match": "*", "bandwidth": 1250000.0}], "hosts": []})"));
  CHECK(once["scenarios"][4]["links"][0]["bandwidth_profile"] ==
        Json::parse(R"({"points": [[0.0, 1.0], [10.0, 0.5]], "period": 20.0})"));
  CHECK(once["scenarios"][5]["network"] == Json::parse(R"({"preset": "ideal", "network/TCP-gamma": "0"})"));
  std::filesystem::remove(place.path() / "trace.csv");
  CHECK(resolved(place, once) == once);
}

TEST_CASE("a scenario may have a platform and a network of its own", "[experiment]") {
  const Workplace place;
  std::string fast = place.read("star.xml");  // 50 us a link there
  for (std::size_t at = 0; (at = fast.find("50us", at)) != std::string::npos;) fast.replace(at, 4, "10us");
  place.write("other/fast.xml", fast);
  Json json = Workplace::small_experiment();
  json["scenarios"][0]["platform"] = "other/fast.xml";
  json["scenarios"][0]["network"] = "ideal";
  place.write("experiment.json", json);
  const Experiment experiment((place.path() / "experiment.json").string());
  const PlatformSettings settings = experiment.platform_in(experiment.scenarios[0]);
  CHECK(settings.file == (place.path() / "other" / "fast.xml").string());
  CHECK(settings.network.preset == "ideal");
  CHECK(experiment.platform_in(experiment.scenarios[1]).network.preset == "tcp");
  CHECK(experiment.inspect_platform(experiment.scenarios[0]).routes[0].latency_s == Approx(20e-6));
  CHECK(experiment.inspect_platform().routes[0].latency_s == Approx(100e-6));
  CHECK(experiment.inspect_platform(experiment.scenarios[0]).routes.size() == 8);         // who talk: a ring
  CHECK(experiment.inspect_platform(experiment.scenarios[0], true).routes.size() == 12);  // 4 x 3
}

TEST_CASE("a platform of a scenario must have a host for every worker", "[experiment]") {
  const Workplace place;
  std::string small = place.read("star.xml");
  small.replace(small.find("0-7"), 3, "0-2");
  place.write("small.xml", small);
  Json json = Workplace::small_experiment();
  json["scenarios"][1]["platform"] = "small.xml";
  place.write("experiment.json", json);
  const Experiment experiment((place.path() / "experiment.json").string());
  CHECK_THROWS_WITH(experiment.inspect_platform(), Contains("experiment.json: /scenarios/1/platform: ") &&
                                                       Contains("expected at least 4 hosts") && Contains("found 3"));
}

TEST_CASE("an experiment may name its schema for editors", "[experiment]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  const Json without = resolved(place, experiment);
  experiment["$schema"] = "lowband.schema.json";
  CHECK(resolved(place, experiment) == without);
}
