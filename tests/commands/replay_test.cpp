// SPDX-License-Identifier: Apache-2.0
// One training, timed in every scenario: the files must be those of training in each of them.
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// Every synchronous algorithm, small, with stragglers and jitter, in three scenarios of bandwidth and latency.
Json every_algorithm() {
  Json experiment = Workplace::small_experiment();
  experiment["workers"] = 8;
  experiment["training"]["iterations"] = 7;  // the last period is a partial one
  experiment["training"]["optimizer"] = {{"name", "sgd"}, {"momentum", 0.5}};
  experiment["training"]["schedule"] = {{"name", "cosine"}, {"warmup_steps", 3}};
  experiment["dataset"]["dimension"] = 61;
  experiment["evaluation"]["each_worker"] = true;
  experiment["compute"] = {{"jitter", 0.3}, {"slowdown", {1, 1, 3, 1, 1, 1, 1, 1.5}}};
  experiment["algorithms"] = Json::array();
  const Json four_bits = {{"name", "qsgd"}, {"bits", 4}, {"bucket", 16}};
  for (const std::string quantization : {"none", "per-hop", "shared-scale"}) {
    Json algorithm = {{"name", "ar/" + quantization}, {"paradigm", "all-reduce"}, {"local_steps", 2}};
    if (quantization != "none") algorithm.update({{"quantization", quantization}, {"compression", four_bits}});
    experiment["algorithms"].push_back(algorithm);
  }
  for (const std::string method : {"plain", "d-psgd", "sgp", "naive", "difference", "choco", "deep-squeeze"}) {
    Json algorithm = {{"name", "gossip/" + method},
                      {"paradigm", "gossip"},
                      {"method", method},
                      {"local_steps", 2},
                      {"topology", method == "plain" ? "torus" : "ring"}};
    if (method == "sgp") algorithm["topology"] = "directed-exponential";
    if (method == "naive") algorithm["compression"] = four_bits;
    if (method == "difference" || method == "choco" || method == "deep-squeeze")
      algorithm["compression"] = {{"name", "qsgd"}, {"bits", 8}, {"bucket", 16}};
    experiment["algorithms"].push_back(algorithm);
  }
  // Periods, states, outer optimisers and collectives, in all of which workers do the same however long it takes them.
  const Json others = Json::parse(R"([
    {"name": "ar/slowmo", "paradigm": "all-reduce", "local_steps": 2, "optimizer_state": "averaged",
     "outer": {"name": "slowmo", "momentum": 0.5, "learning_rate": 0.75}},
    {"name": "ar/nesterov", "paradigm": "all-reduce", "local_steps": {"name": "growing", "most": 4},
     "outer": "nesterov", "optimizer_state": "reset", "compression": {"name": "qsgd", "bits": 4, "bucket": 16}},
    {"name": "ar/once", "paradigm": "all-reduce", "local_steps": "once"},
    {"name": "gossip/averaged", "paradigm": "gossip", "optimizer_state": "averaged",
     "local_steps": {"name": "post-local", "switch_at": 3, "steps": 2},
     "compression": {"name": "qsgd", "bits": 8, "bucket": 16}},
    {"name": "ar/tree", "paradigm": "all-reduce", "collective": "tree", "fusion_bytes": 64, "overlap": true},
    {"name": "ar/halving", "paradigm": "all-reduce", "collective": "recursive-halving-doubling",
     "quantization": "all-gather", "compression": {"name": "qsgd", "bits": 8, "bucket": 16}}
  ])");
  for (const auto& algorithm : others) experiment["algorithms"].push_back(algorithm);
  experiment["scenarios"] = Json::parse(R"([
    {"name": "as it is"},
    {"name": "slow", "links": [{"match": "*", "bandwidth": "1Mbps", "latency": "5ms"}]},
    {"name": "far", "links": [{"match": "*", "latency": "80ms"}]}
  ])");
  return experiment;
}

/// All that training and replaying must agree in; only one of them leaves traces.
std::map<std::string, std::string> reproducible_runs(const Workplace& place, const std::string& folder) {
  auto files = place.reproducible_files(folder);
  std::erase_if(files, [](const auto& file) { return file.first.starts_with("traces"); });
  return files;
}

bool is_replayed(const Workplace& place, const std::string& run) {
  return Json::parse(place.read(run + "/timing.json"))["replayed"].get<bool>();
}

/// A torus of 2 x 4 with links of its own between neighbours, in each direction.
constexpr auto torus = R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <cluster id="torus" prefix="w" suffix="" radical="0-7" speed="1Gf" bw="100Mbps" lat="1ms" sharing_policy="SPLITDUPLEX"
           topology="TORUS" topo_parameters="2,4"/>
</platform>
)";

}  // namespace

TEST_CASE("a replay writes what training writes, byte for byte, for every algorithm on every platform", "[replay]") {
  const Workplace place;
  const std::string platform = GENERATE("star.xml", "dumbbell.xml", "torus.xml");
  fs::copy_file(fs::path(LOWBAND_SOURCE_DIR) / "platforms" / "dumbbell_8.xml", place.path() / "dumbbell.xml");
  place.write("torus.xml", std::string(torus));
  Json experiment = every_algorithm();
  experiment["platform"] = platform;
  place.write("experiment.json", experiment);
  const std::size_t algorithms = experiment["algorithms"].size();
  const std::string all = std::to_string(3 * algorithms);
  CHECK(place.succeed({"run", "experiment.json", "--out", "replayed"}) ==
        all + " of " + all + " runs done: replayed\n");
  CHECK(place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"}) ==
        all + " of " + all + " runs done: trained\n");
  CHECK(reproducible_runs(place, "replayed") == reproducible_runs(place, "trained"));
  CHECK(names_in(place.path() / "replayed" / "traces").size() == algorithms);
  CHECK_FALSE(fs::exists(place.path() / "trained" / "traces"));
  CHECK_FALSE(is_replayed(place, "replayed/gossip-plain@as it is@seed1"));
  CHECK(is_replayed(place, "replayed/gossip-plain@slow@seed1"));
  CHECK(is_replayed(place, "replayed/ar-per-hop@far@seed1"));
  CHECK_FALSE(is_replayed(place, "trained/ar-per-hop@far@seed1"));
}

TEST_CASE("a run that is told again does what is missing, from the traces that are there", "[replay]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "whole"});
  // As if it had been killed after the first scenario, in the middle of writing a trace and a run.
  place.succeed({"run", "experiment.json", "--out", "out", "--only", "*@fast"});
  place.write("out/.lowband-partial-0123456789abcdef/metrics.csv", std::string("iteration"));
  place.write("out/traces/.lowband-partial-fedcba9876543210", std::string("LOWB"));
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "4 of 4 runs done: out\n");
  CHECK(place.reproducible_files("out") == place.reproducible_files("whole"));
  CHECK(is_replayed(place, "out/ring@slow@seed1"));

  // A scenario more in the file is more to do; nothing is trained again for it.
  Json experiment = Workplace::small_experiment();
  experiment["scenarios"].push_back(Json::parse(R"({"name": "far", "links": [{"match": "*", "latency": "1s"}]})"));
  place.write("experiment.json", experiment);
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "6 of 6 runs done: out\n");
  CHECK(is_replayed(place, "out/gossip-4@far@seed1"));
  CHECK(Json::parse(place.read("out/manifest.json"))["runs"].size() == 6);
  CHECK_THAT(place.succeed({"compare", "out"}), Contains("far"));
}

TEST_CASE("results of another experiment are not gone on with", "[replay]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "out", "--only", "*@fast"});

  Json experiment = Workplace::small_experiment();
  experiment["training"]["learning_rate"] = 0.1;
  place.write("experiment.json", experiment);
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
             StartsWith("out: results exist already, of another experiment, which differs in "
                        "/experiment/training/learning_rate"));

  const auto differs_in = [&](const Json& changed, const std::string& pointer) {
    place.write("experiment.json", changed);
    CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}), Contains("which differs in " + pointer));
  };
  experiment = Workplace::small_experiment();
  experiment["training"]["optimizer"] = {{"name", "sgd"}, {"momentum", 0.5}};
  differs_in(experiment, "/experiment/training/optimizer/momentum");
  experiment = Workplace::small_experiment();
  experiment["training"]["schedule"] = "inverse-sqrt";
  differs_in(experiment, "/experiment/training/schedule");
  experiment = Workplace::small_experiment();
  experiment["dataset"]["seed"] = 2;
  differs_in(experiment, "/experiment/dataset/seed");
  experiment = Workplace::small_experiment();
  experiment["evaluation"]["each_worker"] = true;
  differs_in(experiment, "/experiment/evaluation/each_worker");

  experiment = Workplace::small_experiment();
  experiment["scenarios"][0]["links"] = Json::parse(R"([{"match": "*", "latency": "1s"}])");
  place.write("experiment.json", experiment);
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
             Contains("of another scenario \"fast\", which differs in /links"));

  const auto is_another_ring = [&](const char* key, const Json& value) {
    Json changed = Workplace::small_experiment();
    changed["algorithms"][0][key] = value;
    place.write("experiment.json", changed);
    CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}),
               Contains(std::string("of another algorithm \"ring\", which differs in /") + key));
  };
  is_another_ring("local_steps", "once");
  is_another_ring("fusion_bytes", 32);
  is_another_ring("outer", "slowmo");

  place.write("experiment.json", Workplace::small_experiment());
  place.write("star.xml", place.read("star.xml") + "<!-- changed -->\n");
  CHECK_THAT(place.refuse({"run", "experiment.json", "--out", "out"}), Contains("with another platform.xml"));
}

TEST_CASE("what has a trace that is spoilt, cut short or another's is trained again", "[replay]") {
  const Workplace place;
  place.write("experiment.json", Workplace::small_experiment());
  place.succeed({"run", "experiment.json", "--out", "whole"});
  place.succeed({"run", "experiment.json", "--out", "out"});
  const std::string trace = place.read("out/traces/ring@seed1.trace");
  const auto trained_again = [&](const std::string& content) {
    place.write("out/traces/ring@seed1.trace", content);
    fs::remove_all(place.path() / "out" / "ring@slow@seed1");
    const Ended ended = place.lowband({"run", "experiment.json", "--out", "out", "--only", "ring@slow"});
    CHECK(ended.status == 0);
    CHECK_FALSE(is_replayed(place, "out/ring@slow@seed1"));
    CHECK(place.reproducible_files("out") == place.reproducible_files("whole"));
    return ended.complaints();
  };
  CHECK(
      trained_again("not a trace, though long enough") ==
      "lowband: out/traces/ring@seed1.trace: expected a trace of lowband, found something else: it is trained again\n");
  CHECK_THAT(trained_again(trace.substr(0, trace.size() - 5)), Contains("cut short or altered"));
  std::string altered = trace;
  altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 1);
  CHECK_THAT(trained_again(altered), Contains("cut short or altered"));
  CHECK_THAT(trained_again(place.read("out/traces/gossip-4@seed1.trace")),
             Contains("ring@seed1.trace: the trace of another experiment, seed or version"));
  // Nothing reads a trace when there is nothing to do.
  place.write("out/traces/ring@seed1.trace", std::string("spoilt"));
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "nothing to do: 4 of 4 runs done: out\n");
}

TEST_CASE("what depends on time is trained in every scenario", "[replay]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  // A step is (3 * 4 + 2) * 16 = 224 operations, 4.5 ns at 50 Gflop/s: five steps, and two of the slow worker.
  experiment["algorithms"][0]["local_steps"] = {{"name", "by-time"}, {"seconds", "20ns"}};
  experiment["compute"] = {{"slowdown", {1, 1, 3, 1}}, {"jitter", 0.3}};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK_FALSE(is_replayed(place, "out/ring@slow@seed1"));
  CHECK(is_replayed(place, "out/gossip-4@slow@seed1"));
  CHECK(names_in(place.path() / "out" / "traces") == std::vector<std::string>{"gossip-4@seed1.trace"});
  // The same again, with another number of threads.
  place.succeed({"run", "experiment.json", "--out", "again", "--threads", "3"});
  CHECK(reproducible_runs(place, "again") == reproducible_runs(place, "out"));
}

TEST_CASE("what diverges is trained in every scenario", "[replay]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["training"]["learning_rate"] = 1e6;
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  for (const std::string run : {"ring@fast@seed1", "ring@slow@seed1", "gossip-4@fast@seed1", "gossip-4@slow@seed1"}) {
    CHECK(Json::parse(place.read("out/" + run + "/summary.json"))["status"] == "diverged");
    CHECK_FALSE(is_replayed(place, "out/" + run));
  }
  CHECK_FALSE(fs::exists(place.path() / "out" / "traces"));
}

TEST_CASE("a run that stops at its target stops at the same instant in training and in replay", "[replay]") {
  // Workers of unequal speed are at different synchronisations when the last one reports: what they have sent and
  // computed by then must be what it would be without a trace, in the scenario that trained and in the others.
  const Workplace place;
  const std::string platform = GENERATE("star.xml", "dumbbell.xml");
  fs::copy_file(fs::path(LOWBAND_SOURCE_DIR) / "platforms" / "dumbbell_8.xml", place.path() / "dumbbell.xml");
  Json experiment = every_algorithm();
  experiment["platform"] = platform;
  // Jitter, and a straggler who is some synchronisations behind; or exact ties, as it is twice as slow as the others.
  const bool is_jittery = GENERATE(true, false);
  experiment["compute"] = {{"jitter", is_jittery ? 0.3 : 0.0},
                           {"slowdown", {is_jittery ? 20 : 2, 1, 1, 1, 1, 1, 1, 1}}};
  if (is_jittery) std::swap(experiment["scenarios"][0], experiment["scenarios"][1]);  // recorded on the slow one
  experiment["training"]["iterations"] = 60;
  experiment["evaluation"] = {
      {"every", is_jittery ? 1 : 4}, {"target_loss", 125}, {"of", "mean-model"}, {"stop_at_target", true}};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "replayed"});
  place.succeed({"run", "experiment.json", "--out", "trained", "--no-replay"});
  CHECK(reproducible_runs(place, "replayed") == reproducible_runs(place, "trained"));
  std::size_t stopped = 0;
  const Json manifest = Json::parse(place.read("replayed/manifest.json"));
  for (const auto& run : manifest["runs"]) {
    const auto summary = Json::parse(place.read("replayed/" + run.get<std::string>() + "/summary.json"));
    const auto iterations = summary["iterations"].get<int>();
    if (iterations < 60) ++stopped;
    CHECK(summary["final"]["sim_time_s"] == summary["sim_time_s"]);
  }
  CHECK(stopped > experiment["algorithms"].size());
}
