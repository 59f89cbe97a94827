// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/experiment.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/experiment/warnings.hpp"
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
    "schedule": {"name": "constant", "warmup_steps": 0}})"));
  CHECK(json["evaluation"]["target_accuracy"].is_null());
  CHECK_FALSE(json["algorithms"][0].contains("quantization"));  // which has no effect without a codec
  CHECK(json["algorithms"][0]["local_steps"] == 2);
  CHECK(json["algorithms"][0]["optimizer_state"] == "local");
  CHECK(json["algorithms"][0]["outer"] == Json::parse(R"({"name": "none"})"));
  CHECK(json["algorithms"][1]["compression"]["levels"] == 127);  // 2^(8 - 1) - 1
  CHECK(json["algorithms"][1]["weights"] == "metropolis");
  CHECK(json["scenarios"][1]["links"][0] ==
        Json::parse(R"({"match": "*", "bandwidth": "1250000Bps", "latency": "0.005s"})"));
}

TEST_CASE("an experiment as resolved reads back as itself", "[experiment]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  const Json once = resolved(place, experiment);
  CHECK(resolved(place, once) == once);
  experiment.erase("seed");
  experiment["seeds"] = {5, 6};
  experiment["network"] = {{"network/loopback-lat", 0}, {"window", nullptr},   {"store_and_forward", false},
                           {"receive_offload", false},  {"initial_window", 4}, {"idle_restart", "300ms"}};
  experiment["compute"] = {{"slowdown", {1, 1, 1, 3.5}}, {"jitter", 0.1}};
  experiment["hosts"] = {"worker-7", "worker-1", "worker-2", "worker-3"};
  experiment["evaluation"]["target_loss"] = 0.5;
  experiment["training"]["optimizer"] = {{"name", "adamw"}, {"betas", {0.8, 0.95}}};
  experiment["training"]["schedule"] = {{"name", "cosine"}, {"warmup_steps", 2}};
  experiment["algorithms"][0].update(
      {{"local_steps", {{"name", "growing"}, {"most", 8}}}, {"outer", "nesterov"}, {"optimizer_state", "averaged"}});
  const Json other = resolved(place, experiment);
  CHECK(other["seeds"] == Json::array({5, 6}));
  CHECK(other["network"] == Json::parse(R"({"preset": "tcp", "window": null, "store_and_forward": false,
                                          "initial_window": 4.0, "idle_restart": 0.3, "network/loopback-lat": "0"})"));
  CHECK(resolved(place, other) == other);
}

TEST_CASE("an experiment as resolved has the algorithms of its sweeps as if each had been written", "[experiment]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"][0]["name"] = "ring, K={local_steps}, at {training.learning_rate}";
  experiment["algorithms"][0]["local_steps"] = {{"sweep", {1, 2, "...", 4}}};
  experiment["algorithms"][0]["training"] = {{"learning_rate", {{"sweep", {0.05, 0.1}}}}};
  const Json swept = resolved(place, experiment);
  Json by_hand = Workplace::small_experiment();
  by_hand["algorithms"].clear();
  for (const int steps : {1, 2, 4}) {
    for (const double rate : {0.05, 0.1}) {
      Json one = Workplace::small_experiment()["algorithms"][0];
      one["name"] = "ring, K=" + std::to_string(steps) + (rate == 0.05 ? ", at 0.05" : ", at 0.1");
      one["local_steps"] = steps;
      one["training"]["learning_rate"] = rate;
      by_hand["algorithms"].push_back(one);
    }
  }
  by_hand["algorithms"].push_back(Workplace::small_experiment()["algorithms"][1]);
  CHECK(swept == resolved(place, by_hand));
  CHECK(resolved(place, swept) == swept);
}

TEST_CASE("algorithms know the entry of the file that they come from", "[experiment]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["algorithms"][0]["local_steps"] = {{"sweep", {1, 2}}};
  place.write("experiment.json", json);
  const Experiment experiment((place.path() / "experiment.json").string());
  REQUIRE(experiment.algorithms.size() == 3);
  CHECK(experiment.origin_of(0).entry == 0);
  CHECK(experiment.origin_of(1).entry == 0);
  CHECK(experiment.origin_of(2).entry == 1);
  CHECK(experiment.origin_of(2).place.pointer() == "/algorithms/1");
}

TEST_CASE("descriptions and comments are no part of what is resolved, but for the description of the whole",
          "[experiment]") {
  const Workplace place;
  const Json plain = resolved(place, Workplace::small_experiment());
  CHECK(plain.at("description").is_null());
  Json told = Workplace::small_experiment();
  told["description"] = "what it is about";
  told["model"]["description"] = "convex";
  told["training"]["optimizer"] = {{"name", "sgd"}, {"description", "plain"}};
  told["algorithms"][0]["description"] = "of reference";
  told["algorithms"][0]["training"] = {{"description", "as the others"}};
  told["algorithms"][1]["topology"]["description"] = "sparse";
  told["scenarios"][1]["links"][0]["description"] = "a slow office";
  told["compute"] = {{"slowdown", {{"description", "a busy machine"}, {"worker-1", 2}}}};
  told["network"] = {{"preset", "tcp"}, {"description", "as usual"}};
  place.write("experiment.json", "// first\n" + told.dump(2) + "// last\n");
  Json json = Experiment((place.path() / "experiment.json").string()).resolved();
  CHECK(json["description"] == "what it is about");
  CHECK(json["compute"]["slowdown"] == Json{{"worker-1", 2.0}});
  json["description"] = nullptr;
  json["compute"]["slowdown"] = Json::array();
  CHECK(json == plain);
}

TEST_CASE("slow-downs by host must be of workers on the platform of every scenario", "[experiment]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["compute"] = {{"slowdown", {{"worker-*", 2}}}};
  std::string other = place.read("star.xml");
  for (auto at = other.find("worker-"); at != std::string::npos; at = other.find("worker-", at)) {
    other.replace(at, 7, "node-");
  }
  place.write("other.xml", other);
  json["scenarios"] = Json::parse(R"([{"name": "here"}, {"name": "elsewhere", "platform": "other.xml"}])");
  place.write("experiment.json", json);
  Experiment experiment((place.path() / "experiment.json").string());
  CHECK_THROWS_WITH(static_cast<void>(experiment.inspect_platform()),
                    Contains("/scenarios/1/platform: \"slowdown\" of \"compute\": no host of a worker matches "
                             "\"worker-*\""));
  json["compute"]["slowdown"] = {{"*-[0-3]", 2}};
  place.write("experiment.json", json);
  Experiment everywhere((place.path() / "experiment.json").string());
  CHECK_NOTHROW(static_cast<void>(everywhere.inspect_platform()));
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
        Json::parse(R"([{"name": "platform", "platform": null, "network": null, "step_time": null, "devices": null,
                                                                 "links": [], "hosts": []}])"));
}

TEST_CASE("a platform is looked for beside the experiment file", "[experiment]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["platform"] = "../star.xml";
  place.write("deeper/experiment.json", json);
  Experiment experiment((place.path() / "deeper" / "experiment.json").string());
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
  place.write("rates.csv", std::string("time_s,rate_mbps\n0,8\n1,0\n2,16\n"));
  place.write("other/star.xml", place.read("star.xml"));
  Json experiment = Workplace::small_experiment();
  experiment["scenarios"] = Json::parse(R"([
    {"name": "bw", "links": [{"match": "*", "latency_factor": 2}, {"match": "*", "bandwidth": ["1Mbps", "...", "1Gbps"]}]},
    {"name": "trace", "links": [{"match": "*", "bandwidth_profile": {"kind": "csv", "file": "trace.csv", "period": "20s"},
                                 "latency_profile": {"kind": "day-night"}}],
     "hosts": [{"match": "worker-0", "speed": "10Gf", "speed_profile": {"kind": "bursts", "seed": 3}}]},
    {"name": "other", "platform": "other/star.xml", "network": {"preset": "ideal", "window": "64KiB"}},
    {"name": "measured", "links": [{"match": "*", "bandwidth_factor": 2,
                                    "bandwidth_profile": {"kind": "trace", "file": "rates.csv", "repeat": true}}]}
  ])");
  const Json once = resolved(place, experiment);
  REQUIRE(once["scenarios"].size() == 7);
  CHECK(once["scenarios"][1] ==
        Json::parse(R"({"name": "bw-10Mbps", "platform": null, "network": null, "step_time": null, "devices": null,
      "links": [{"match": "*", "latency_factor": 2.0}, {"match": "*", "bandwidth": "1250000Bps"}], "hosts": []})"));
  CHECK(once["scenarios"][4]["links"][0]["bandwidth_profile"] ==
        Json::parse(R"({"points": [[0.0, 1.0], [10.0, 0.5]], "period": 20.0})"));
  CHECK(once["scenarios"][5]["network"] == Json::parse(R"({"preset": "ideal", "window": 65536.0})"));
  // 8, 0 and 16 Mbps are 1 MB/s in the mean, and twice that here.
  CHECK(once["scenarios"][6]["links"][0] == Json::parse(R"({"match": "*", "bandwidth": "2000000Bps",
          "bandwidth_profile": {"points": [[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]], "period": 3.0}})"));
  std::filesystem::remove(place.path() / "trace.csv");
  std::filesystem::remove(place.path() / "rates.csv");
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
  Experiment experiment((place.path() / "experiment.json").string());
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
  Experiment experiment((place.path() / "experiment.json").string());
  CHECK_THROWS_WITH(experiment.inspect_platform(), Contains("experiment.json: /scenarios/1/platform: ") &&
                                                       Contains("expected at least 4 hosts") && Contains("found 3"));
}

TEST_CASE("what has no effect is not resolved, and what was small enough reads back", "[experiment]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"] = Json::parse(R"([
    {"name": "0", "paradigm": "all-reduce", "compression": "none"},
    {"name": "1", "paradigm": "all-reduce", "compression": {"name": "low-rank", "rank": 1}},
    {"name": "2", "paradigm": "all-reduce", "local_steps": {"name": "by-time", "seconds": 2}, "fusion_bytes": 16},
    {"name": "3", "paradigm": "gossip", "topology": "directed-ring"},
    {"name": "4", "paradigm": "gossip", "method": "choco", "compression": "scaled-sign"},
    {"name": "5", "paradigm": "gossip", "topology": {"name": "small-world", "degree": 2, "rewire": 0}}
  ])");
  experiment["scenarios"] = Json::parse(R"([
    {"name": "slow", "links": [{"match": "*", "bandwidth": "4kbps", "latency": "2s"}],
     "hosts": [{"match": "*", "speed": "1kf"}]}])");
  const Json once = resolved(place, experiment);
  const Json& algorithms = once["algorithms"];
  CHECK(algorithms[0]["compression"] == Json::parse(R"({"name": "none"})"));
  for (const int i : {0, 1}) CHECK_FALSE(algorithms[static_cast<std::size_t>(i)].contains("quantization"));
  CHECK_FALSE(algorithms[2].contains("overlap"));
  CHECK_FALSE(algorithms[3].contains("weights"));
  for (const int i : {3, 5}) CHECK_FALSE(algorithms[static_cast<std::size_t>(i)].contains("consensus_step"));
  CHECK(algorithms[4].contains("consensus_step"));
  CHECK_FALSE(algorithms[5]["topology"].contains("seed"));
  CHECK(once["scenarios"][0]["links"][0]["bandwidth"] == "500Bps");
  CHECK(once["scenarios"][0]["links"][0]["latency"] == "2s");
  CHECK(once["scenarios"][0]["hosts"][0]["speed"] == "1000f");
  CHECK(resolved(place, once) == once);
}

TEST_CASE("more workers than hosts are refused before anything is made for them", "[experiment]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["workers"] = 100000;
  place.write("experiment.json", json);
  CHECK_THROWS_WITH(Experiment((place.path() / "experiment.json").string()),
                    Contains("/workers: expected at most 8, the hosts of ") && Contains("found 100000"));
}

TEST_CASE("what comes to nothing in so many iterations is warned about", "[experiment]") {
  const Workplace place;
  const auto warnings = [&](const Json& experiment, const std::vector<std::string>& of = {}) {
    place.write("experiment.json", experiment);
    std::vector<std::string> lines = warnings_of(Experiment((place.path() / "experiment.json").string()), of);
    for (auto& line : lines) line.erase(0, line.find(".json: ") + 7);
    return lines;
  };
  Json experiment = Workplace::small_experiment();  // of 8 iterations
  CHECK(warnings(experiment).empty());
  experiment["algorithms"][0]["local_steps"] = 8;
  experiment["algorithms"][1]["local_steps"] = {{"name", "post-local"}, {"switch_at", 4}, {"steps", 4}};
  experiment["training"]["schedule"] = {{"name", "step"}, {"milestones", {3, 7}}, {"warmup_steps", 7}};
  experiment["evaluation"]["every"] = 8;
  CHECK(warnings(experiment).empty());  // all of it just comes about

  const std::string too_long =
      "a period of 9 steps from iteration 0 on is longer than training, 8: workers "
      "synchronise at its end";
  experiment["algorithms"][0]["local_steps"] = 9;
  CHECK(warnings(experiment) == std::vector{"/algorithms: \"ring\": " + too_long});
  experiment["algorithms"][1]["local_steps"] = {{"name", "growing"}, {"steps", 9}, {"most", 9}};
  CHECK(warnings(experiment) == std::vector{"/algorithms: \"ring\", \"gossip/4\": " + too_long});
  CHECK(warnings(experiment, {"gossip/4"}) == std::vector{"/algorithms: \"gossip/4\": " + too_long});
  CHECK(warnings(experiment, {"gossip/4", "gossip/4"}) == std::vector{"/algorithms: \"gossip/4\": " + too_long});

  experiment = Workplace::small_experiment();
  experiment["algorithms"][0]["local_steps"] = {{"name", "post-local"}, {"switch_at", 8}, {"steps", 4}};
  CHECK(
      warnings(experiment) ==
      std::vector<std::string>{"/algorithms: \"ring\": switch_at 8 is not before the end, 8: every step synchronises"});
  experiment["algorithms"][0]["local_steps"]["switch_at"] = 5;
  CHECK_THAT(warnings(experiment).at(0),
             Contains("a period of 4 steps from iteration 5 on is longer than training, 8"));

  experiment = Workplace::small_experiment();
  experiment["training"]["schedule"] = {{"name", "step"}, {"milestones", {3, 8, 9}}};
  CHECK(warnings(experiment) ==
        std::vector<std::string>{
            "/training/schedule: the learning rate does not fall at the milestones from 8 on: training ends at 8"});
  experiment["training"]["schedule"] = {{"name", "cosine"}, {"warmup_steps", 8}};
  CHECK_THAT(warnings(experiment).at(0), Contains("/training/schedule: warmup_steps 8 do not end before training, 8"));
  experiment = Workplace::small_experiment();
  experiment["evaluation"]["every"] = 9;
  CHECK_THAT(warnings(experiment).at(0), Contains("/evaluation/every: more than the iterations"));
  experiment = Workplace::small_experiment();
  experiment["workers"] = 1;
  CHECK_THAT(warnings(experiment).at(0), Contains("\"gossip/4\": a worker alone sends nothing"));
}

TEST_CASE("what comes to nothing with the model's tensors is warned about once they are known", "[experiment]") {
  const Workplace place;
  Json json = Workplace::small_experiment();  // one tensor of 16 parameters, 64 bytes
  json["algorithms"][0].update({{"fusion_bytes", 64}, {"overlap", true}});
  json["algorithms"][1]["compression"]["skip_smaller_than"] = 17;
  place.write("experiment.json", json);
  Experiment experiment((place.path() / "experiment.json").string());
  CHECK(warnings_of(experiment).empty());
  static_cast<void>(experiment.load_data({}));
  const auto lines = warnings_of(experiment);
  REQUIRE(lines.size() == 2);
  CHECK_THAT(lines[0],
             Contains("\"ring\": the model, 64 bytes, is one bucket of 64 bytes") && Contains("and nothing overlaps"));
  CHECK_THAT(
      lines[1],
      Contains(
          "\"gossip/4\": no tensor of the model is large enough, or left by the rules: everything travels in full"));
}

TEST_CASE("what goes by samples is warned about where all workers have as many, with every seed", "[experiment]") {
  const Workplace place;
  Json json = Workplace::small_experiment();  // 200 samples of 4 workers
  json["algorithms"][0]["average"] = "samples";
  json["algorithms"][1] = Json::parse(R"({"name": "drawn", "paradigm": "parameter-server", "clients_per_round": 2,
                                          "sampling": "samples"})");
  place.write("experiment.json", json);
  Experiment experiment((place.path() / "experiment.json").string());
  const Data data = experiment.load_data({});
  const Shares equal = experiment.split(data, 1);
  Shares unequal = equal;
  unequal[0].push_back(unequal[1].back());
  unequal[1].pop_back();
  CHECK(warnings_of(experiment).empty());
  CHECK(warnings_of(experiment, {}, {{1, equal}, {2, unequal}}).empty());
  const auto lines = warnings_of(experiment, {}, {{1, equal}, {2, equal}});
  REQUIRE(lines.size() == 2);
  CHECK_THAT(lines[0], Contains("/algorithms: \"ring\": \"average\": \"samples\" makes no difference: all workers have "
                                "as many training samples"));
  CHECK_THAT(lines[1], Contains("/algorithms: \"drawn\": \"sampling\": \"samples\" makes no difference"));
}

TEST_CASE("an experiment may name its schema for editors", "[experiment]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  const Json without = resolved(place, experiment);
  experiment["$schema"] = "lowband.schema.json";
  CHECK(resolved(place, experiment) == without);
}
