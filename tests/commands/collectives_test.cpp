// Collectives as an experiment's author meets them: whole runs by each of them, and what the platform decides.
#include <catch2/catch.hpp>

#include "sim/algorithms/all_reduce/collective.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// The small experiment with an all-reduce by each of these collectives, called after them.
Json experiment_with(const std::vector<Json>& collectives) {
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
  Json experiment = experiment_with(all);
  place.write("experiment.json", experiment);
  place.succeed({"validate", "experiment.json"});
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
  place.write("experiment.json", experiment_with({"auto", "tree"}));
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
  place.write("experiment.json", experiment_with({"hierarchical"}));
  CHECK_THAT(place.refuse({"run", "experiment.json"}),
             Contains("experiment.json: /algorithms/0/collective") && Contains("one zone of the platform"));
  place.write("experiment.json", experiment_with({"recursive-doubling"}));
  CHECK_THAT(place.refuse({"validate", "experiment.json"}),
             Contains("/algorithms/0/collective") && Contains("did you mean \"recursive-halving-doubling\""));
}
