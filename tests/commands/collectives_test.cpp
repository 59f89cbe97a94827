// SPDX-License-Identifier: Apache-2.0
// Collectives as an experiment's author meets them: whole runs by each of them, and what the platform decides.
#include <catch2/catch.hpp>

#include "sim/algorithms/periodic/all_reduce/collective.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// The small experiment with an all-reduce by each of these collectives, called after them.
Json experiment_of(const std::vector<Json>& collectives) {
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"] = Json::array();
  for (const auto& collective : collectives) {
    const auto name = collective.is_string() ? collective : collective["name"];
    experiment["algorithms"].push_back({{"name", name}, {"paradigm", "all-reduce"}, {"collective", collective}});
  }
  return experiment;
}

}  // namespace

TEST_CASE("every collective trains, and reaches the same loss in its own time", "[commands][collectives]") {
  const Workplace place;
  std::vector<Json> all;
  for (const auto& entry : collectives().entries()) all.emplace_back(entry.name);
  for (auto& collective : all) {
    if (collective == "hierarchical") collective = {{"name", "hierarchical"}, {"sites", {{0, 1}, {2, 3}}}};
  }
  Json experiment = experiment_of(all);
  place.write("experiment.json", experiment);
  place.succeed({"validate", "experiment.json", "--quick"});
  place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
  const Json manifest = Json::parse(place.read("out/manifest.json"));
  const auto summary = [&](const std::string& run) { return Json::parse(place.read("out/" + run + "/summary.json")); };
  for (const std::string folder : manifest["runs"]) {
    const Json ring = summary("ring" + folder.substr(folder.find('@')));
    const Json mine = summary(folder);
    CHECK(mine["final"]["train_loss"].get<double>() == Approx(ring["final"]["train_loss"].get<double>()).epsilon(1e-5));
    const std::string name = folder.substr(0, folder.find('@'));
    // A star of full-duplex links: to send to all at once is never slower.
    CHECK(mine["collective"] == (name == "auto" ? "direct" : name));
  }
}

TEST_CASE("what the platform decides is trained in every scenario, the rest is replayed", "[commands][collectives]") {
  const Workplace place;
  place.write("experiment.json", experiment_of({"auto", "tree"}));
  place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
  int trained = 0;
  for (const auto& [file, content] : place.files("out")) {
    if (!file.ends_with("timing.json")) continue;
    const bool is_replayed = Json::parse(content)["replayed"].get<bool>();
    if (file.starts_with("auto")) CHECK_FALSE(is_replayed);
    trained += is_replayed ? 0 : 1;
  }
  CHECK(trained == 3);  // two scenarios of "auto", one of "tree"
}

TEST_CASE("a collective that does not fit is refused before anything is written", "[commands][collectives]") {
  const Workplace place;
  place.write("experiment.json", experiment_of({"hierarchical"}));
  CHECK_THAT(place.refuse({"run", "experiment.json"}),
             Contains("experiment.json: /algorithms/0/collective") && Contains("one zone of the platform"));
  place.write("experiment.json", experiment_of({"recursive-doubling"}));
  CHECK_THAT(place.refuse({"validate", "experiment.json", "--quick"}),
             Contains("/algorithms/0/collective") && Contains("did you mean \"recursive-halving-doubling\""));
}

TEST_CASE("overlap changes when things happen, and nothing else", "[commands][collectives]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["model"] = {{"name", "mlp"}, {"hidden", {16, 16}}};
  experiment["dataset"] = {{"name", "synthetic-images"}, {"train", 200}, {"test", 50}, {"side", 6}};
  experiment["algorithms"] = Json::array();
  for (const bool overlap : {false, true}) {
    for (const std::string state : {"local", "averaged"}) {
      experiment["algorithms"].push_back({{"name", state + (overlap ? "-overlap" : "")},
                                          {"paradigm", "all-reduce"},
                                          {"local_steps", 2},
                                          {"fusion_bytes", 1000},
                                          {"optimizer_state", state},
                                          {"overlap", overlap}});
    }
  }
  experiment["training"]["optimizer"] = {{"name", "sgd"}, {"momentum", 0.5}};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out", "--quiet"});
  place.succeed({"run", "experiment.json", "--out", "in-full", "--quiet", "--no-replay"});
  CHECK(place.reproducible_files("in-full").at("manifest.json") == place.reproducible_files("out").at("manifest.json"));
  const Json manifest = Json::parse(place.read("out/manifest.json"));
  for (const std::string folder : manifest["runs"]) {
    CHECK(place.read("in-full/" + folder + "/metrics.csv") == place.read("out/" + folder + "/metrics.csv"));
    const auto at = folder.find("-overlap");
    if (at == std::string::npos) continue;
    const std::string twin = folder.substr(0, at) + folder.substr(at + std::string("-overlap").size());
    const Json mine = Json::parse(place.read("out/" + folder + "/summary.json"));
    const Json other = Json::parse(place.read("out/" + twin + "/summary.json"));
    CHECK(mine["final"]["train_loss"] == other["final"]["train_loss"]);
    CHECK(mine["bytes_sent"] == other["bytes_sent"]);
    CHECK(mine["sim_time_s"] < other["sim_time_s"]);
  }
}

TEST_CASE("overlap needs buckets", "[commands][collectives]") {
  const Workplace place;
  Json experiment = experiment_of({"ring"});
  experiment["algorithms"][0]["overlap"] = true;
  place.write("experiment.json", experiment);
  CHECK_THAT(place.refuse({"validate", "experiment.json", "--quick"}),
             Contains("/algorithms/0/overlap") && Contains("\"fusion_bytes\""));
}
