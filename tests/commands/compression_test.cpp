// SPDX-License-Identifier: Apache-2.0
// Compression as an experiment's author meets it: every codec in whole runs, what goes together and what does not.
#include <catch2/catch.hpp>

#include "sim/compression/compressor.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// The small experiment with one algorithm, in one scenario.
Json experiment_with(const Json& algorithm) {
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"] = Json::array({algorithm});
  experiment["algorithms"][0]["name"] = "a";
  experiment.erase("scenarios");
  return experiment;
}

Json all_reduce(const Json& compression) { return {{"paradigm", "all-reduce"}, {"compression", compression}}; }

Json gossip(const std::string& method, const Json& compression) {
  return {{"paradigm", "gossip"}, {"method", method}, {"compression", compression}};
}

std::size_t lines_with(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("every codec trains in whole runs, and its traffic is what it encoded", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["model"] = {{"name", "softmax-regression"}};
  experiment["dataset"] = {{"name", "synthetic-images"}, {"train", 200}, {"test", 50}, {"side", 6}};
  experiment["algorithms"] = Json::array();
  for (const auto& entry : compressors().entries()) {
    Json codec = {{"name", entry.name}};
    // Bounds on models, thresholds and steps are nothing that could have a default.
    if (entry.name == "modulo") codec["theta"] = 2.0;
    if (entry.name == "threshold") codec["tau"] = 0.001;
    if (entry.name == "grid") codec["step"] = 0.001;
    if (entry.name == "random-k") codec["ratio"] = 0.5;  // 1 % of 370, times 100, is too noisy to train with
    const auto made = compressors().read(codec, Place("test"));
    Json compression = codec;
    if (!made->reads_receiver()) {
      compression["error_feedback"] = made->facts().error_class == ErrorClass::biased;
      if (entry.name != "none" && made->matrix_rank() == 0) compression["scope"] = "layer";
      Json algorithm = all_reduce(compression);
      algorithm["name"] = entry.name + "-ring";
      experiment["algorithms"].push_back(algorithm);
    }
    if (made->matrix_rank() > 0) continue;
    compression.erase("error_feedback");  // choco has a memory of its own, and does not come to agree with a second one
    Json algorithm = gossip("auto", compression);
    algorithm["name"] = entry.name + "-gossip";
    experiment["algorithms"].push_back(algorithm);
  }
  place.write("experiment.json", experiment);
  const Ended run = place.lowband({"run", "experiment.json", "--out", "out", "--quiet"});
  INFO(run.err);
  CHECK(run.status == 0);
  CHECK(lines_with(run.complaints(), "\n") ==
        lines_with(run.err, "lowband: warning: "));  // of differences in coarse codes
  for (const auto& algorithm : experiment["algorithms"]) {
    const auto name = algorithm["name"].get<std::string>();
    INFO(name);
    const Json summary = Json::parse(place.read("out/" + name + "@fast@seed1/summary.json"));
    CHECK(summary["status"] == "finished");
    const double bits = summary["bits_per_parameter"].get<double>();
    CHECK(bits > 0.0);
    // 370 coordinates a code, or a ring's chunk of 92: headers and tables weigh more than in a model of some size.
    CHECK(bits < 80.0);
  }
}

TEST_CASE("a biased codec without error feedback is warned about once", "[commands]") {
  const Workplace place;
  place.write("experiment.json", experiment_with(all_reduce("low-rank")));
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"run", "experiment.json"}, {"validate", "experiment.json", "--quick"}}) {
    const Ended ended = place.lowband(command);
    CHECK(ended.status == 0);
    CHECK_THAT(ended.err,
               Contains("lowband: warning: experiment.json: /algorithms: \"a\": the codec \"low-rank\" is biased") &&
                   Contains("\"error_feedback\": true"));
    CHECK(lines_with(ended.complaints(), "\n") == 1);
  }
  place.write("experiment.json", experiment_with(all_reduce({{"name", "low-rank"}, {"error_feedback", true}})));
  place.succeed({"validate", "experiment.json", "--quick"});
}

TEST_CASE("codecs that do not go with an algorithm are refused", "[commands]") {
  const Workplace place;
  const auto refusal = [&](const Json& algorithm) {
    place.write("experiment.json", experiment_with(algorithm));
    return place.refuse({"validate", "experiment.json", "--quick"});
  };
  CHECK_THAT(refusal(gossip("difference", "low-rank")),
             Contains("/algorithms/0/compression: the codec \"low-rank\" averages over all workers"));
  const Json modulo = {{"name", "modulo"}, {"theta", 2.0}};
  CHECK_THAT(refusal(gossip("difference", modulo)), Contains("/algorithms/0/method: ") && Contains("use \"moniqua\""));
  CHECK_THAT(refusal(all_reduce(modulo)), Contains("/algorithms/0/compression: ") && Contains("\"gossip\""));
  Json with_feedback = modulo;
  with_feedback["error_feedback"] = true;
  CHECK_THAT(refusal(gossip("moniqua", with_feedback)), Contains("/algorithms/0/compression/error_feedback: "));
}

TEST_CASE("what cannot be encoded stops the run by naming worker and iteration", "[commands]") {
  // A rate of 1e30 on the quadratic leaves the floats within a few steps; no codec sends what is beyond.
  const Workplace place;
  Json experiment = experiment_with(gossip("naive", "qsgd"));
  experiment["training"]["learning_rate"] = 1e30;
  place.write("experiment.json", experiment);
  CHECK(place.lowband({"run", "experiment.json", "--out", "out", "--quiet"}).status == 0);
  const Json summary = Json::parse(place.read("out/a@platform@seed1/summary.json"));
  CHECK(summary["status"] == "diverged");
  CHECK_THAT(summary["reason"].get<std::string>(), Catch::Matches("worker \\d at iteration \\d: .*"));
}
