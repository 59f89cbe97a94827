// SPDX-License-Identifier: Apache-2.0
// The best of a sweep's values by successive halving, with results that are those of "run".
#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <thread>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// Six learning rates of a quadratic, too small, right and too large, on two seeds; 36 steps in rungs of 12 and 36 if
/// eta is 3: six candidates, and then two.
Json rates() {
  Json experiment = Workplace::small_experiment();
  experiment.erase("seed");
  experiment["seeds"] = {1, 2};
  experiment["training"]["iterations"] = 36;
  experiment["algorithms"] = Json::parse(R"([
    {"name": "rate {learning_rate}", "paradigm": "all-reduce",
     "training": {"learning_rate": {"sweep": [0.0001, 0.001, 0.01, 0.1, 0.3, 1e30]}}}
  ])");
  experiment["scenarios"].erase(0);
  return experiment;
}

/// Column `name` of the metrics of a run, row by row.
std::vector<double> column(const Workplace& place, const std::string& run, const std::string& name) {
  std::istringstream text(place.read(run + "/metrics.csv"));
  std::string line;
  std::getline(text, line);
  const auto split = [](const std::string& of) {
    std::vector<std::string> cells;
    std::istringstream cell_text(of);
    for (std::string cell; std::getline(cell_text, cell, ',');) cells.push_back(cell);
    return cells;
  };
  const auto names = split(line);
  const auto index = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  std::vector<double> values;
  while (std::getline(text, line)) values.push_back(std::stod(split(line).at(index)));
  return values;
}

std::map<std::string, std::string> runs_in(const Workplace& place, const std::string& folder) {
  auto files = place.reproducible_files(folder);
  std::erase_if(files, [](const auto& file) { return file.first == "manifest.json" || file.first == "tune.json"; });
  return files;
}

}  // namespace

TEST_CASE("the best of a sweep is found, and what is trained in full is what run would have made", "[commands][tune]") {
  const Workplace place;
  place.write("experiment.json", rates());
  const std::string said =
      place.succeed({"tune", "experiment.json", "--by", "loss", "--out", "out", "--memory", "4GB"});
  place.succeed({"run", "experiment.json", "--out", "all", "--quiet"});

  // What should have come out, from the runs in full: the two of the least mean loss at the first evaluation at or
  // after step 12 go on, and that with the least in the end is chosen. The largest rate diverges.
  const std::vector<std::string> candidates{"rate 0.0001", "rate 0.001", "rate 0.01", "rate 0.1", "rate 0.3"};
  const auto mean_loss = [&](const std::string& candidate, std::uint64_t steps) {
    double sum = 0.0;
    for (const std::string seed : {"1", "2"}) {
      const std::string run = "all/" + candidate + "@slow@seed" + seed;
      const auto iterations = column(place, run, "iteration");
      const auto found = std::find_if(iterations.begin(), iterations.end(),
                                      [&](double at) { return at >= static_cast<double>(steps); });
      sum += column(place, run, "train_loss").at(static_cast<std::size_t>(found - iterations.begin()));
    }
    return sum / 2.0;
  };
  auto by_rung = candidates;
  std::sort(by_rung.begin(), by_rung.end(),
            [&](const auto& a, const auto& b) { return mean_loss(a, 12) < mean_loss(b, 12); });
  by_rung.resize(2);
  std::string best = by_rung[0];
  if (mean_loss(by_rung[1], 36) < mean_loss(best, 36)) best = by_rung[1];
  CHECK_THAT(said, Contains("chosen: \"" + best + "\""));
  CHECK_THAT(said, Contains("/algorithms/0: candidates: 6 to step 12, 2 to step 36") && Contains("12 runs wait"));

  // Files are those of the run, traces too. The candidate that diverged has a result as well.
  const auto all = runs_in(place, "all");
  const auto tuned = runs_in(place, "out");
  for (const auto& [name, content] : tuned) {
    CAPTURE(name);
    REQUIRE(all.contains(name));
    CHECK(all.at(name) == content);
  }
  for (const auto& candidate : by_rung) CHECK(tuned.contains("traces/" + candidate + "@seed1.trace"));
  const Json manifest = Json::parse(place.read("out/manifest.json"));
  std::vector<std::string> expected;
  for (const auto& candidate : candidates) {
    if (std::find(by_rung.begin(), by_rung.end(), candidate) == by_rung.end()) continue;
    for (const std::string seed : {"1", "2"}) expected.push_back(candidate + "@slow@seed" + seed);
  }
  for (const std::string seed : {"1", "2"}) expected.push_back("rate 1e+30@slow@seed" + seed);
  CHECK(manifest["runs"] == Json(expected));
  CHECK_THAT(place.succeed({"compare", "out"}), Contains(best));

  // Nothing is done twice; what is chosen is told again.
  const std::string again =
      place.succeed({"tune", "experiment.json", "--by", "loss", "--out", "out", "--memory", "4GB"});
  CHECK_THAT(again,
             Contains("chosen: \"" + best + "\"") && Contains("nothing to do: 6 of 12 runs were trained in full"));
  // Results go on with the rest.
  CHECK(place.succeed({"run", "experiment.json", "--out", "out"}) == "12 of 12 runs done: out\n");
  CHECK(runs_in(place, "out") == all);
}

TEST_CASE("what is trained again at each rung comes to the same, whatever goes on at a time", "[commands][tune]") {
  const Workplace place;
  place.write("experiment.json", rates());
  const std::string waited =
      place.succeed({"tune", "experiment.json", "--by", "loss", "--out", "waited", "--memory", "4GB", "--quiet"});
  const std::string again = place.succeed(
      {"tune", "experiment.json", "--by", "loss", "--out", "again", "--memory", "1kB", "--quiet", "--jobs", "3"});
  CHECK(again == waited);
  CHECK(place.reproducible_files("again") == place.reproducible_files("waited"));
  const std::string said =
      place.succeed({"tune", "experiment.json", "--by", "loss", "--out", "more", "--memory", "1kB"});
  CHECK_THAT(said, Contains("each rung trains its candidates again"));
}

TEST_CASE("by time and bytes the target decides", "[commands][tune]") {
  // One rung: each candidate is trained in full. A ring of 4 whose gradients travel in 2, 4 and 8 bits.
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["training"]["iterations"] = 40;
  experiment["evaluation"]["target_loss"] = 42;
  experiment["algorithms"] = Json::parse(R"([
    {"name": "one", "paradigm": "all-reduce"},
    {"name": "K={local_steps}", "paradigm": "all-reduce", "local_steps": {"sweep": [1, 2, 5]}}
  ])");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "all", "--quiet"});
  const std::string table = place.succeed({"compare", "all", "--format", "json"});
  const std::string by = GENERATE("time", "bytes");
  const std::string key = by == "time" ? "time_to_target_s" : "bytes_to_target";
  std::string best;
  double least = 0.0;
  for (const auto& row : Json::parse(table)) {
    const std::string name = row.at("algorithm");
    if (row.at("scenario") != "slow" || name == "one" || row.at(key).is_null()) continue;
    const double value = row.at(key).get<double>();
    if (!best.empty() && value >= least) continue;
    best = name;
    least = value;
  }
  REQUIRE_FALSE(best.empty());
  const std::string said = place.succeed({"tune", "experiment.json", "--by", by, "--scenario", "slow", "--out", "out"});
  CHECK_THAT(said, Contains("in the scenario \"slow\", 1 seed\n/algorithms/1: candidates: 3 to step 40\n"
                            "left out, as there is nothing to choose: \"one\"\n"));
  CHECK_THAT(said, Contains("chosen: \"" + best + "\""));
  CHECK_FALSE(fs::exists(place.path() / "out" / "one@slow@seed1"));
  CHECK_FALSE(fs::exists(place.path() / "out" / "K=1@fast@seed1"));
}

TEST_CASE("tuning that is told to end leaves no process, and goes on", "[commands][tune]") {
  const Workplace place;
  place.write("experiment.json", rates());
  place.succeed({"tune", "experiment.json", "--by", "loss", "--out", "whole", "--quiet", "--memory", "4GB"});
  Circumstances circumstances;
  circumstances.folder = place.path();
  Program program({"tune", "experiment.json", "--by", "loss", "--out", "out", "--quiet", "--memory", "4GB"},
                  circumstances);
  while (!fs::exists(place.path() / "out" / "manifest.json") && !program.has_ended()) std::this_thread::yield();
  ::kill(program.pid(), SIGTERM);
  const int status = program.end().status;
  CHECK((status == 128 + SIGTERM || status == 0));  // it may have been quick
  CHECK_FALSE(fs::exists(place.path() / "out" / ".lowband-lock"));
  place.succeed({"tune", "experiment.json", "--by", "loss", "--out", "out", "--quiet", "--memory", "4GB"});
  CHECK(place.reproducible_files("out") == place.reproducible_files("whole"));
}

TEST_CASE("what cannot be tuned is refused", "[commands][tune]") {
  const Workplace place;
  Json experiment = rates();
  place.write("experiment.json", experiment);
  const auto said = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"tune", "experiment.json"});
    return place.refuse(options);
  };
  CHECK(said({"--by", "tiem"}) == "--by: expected time, bytes, loss, found \"tiem\", did you mean \"time\"?");
  CHECK_THAT(said({}), Contains("--by is required"));
  CHECK_THAT(said({"--by", "time"}), StartsWith("experiment.json: /evaluation: expected a \"target_accuracy\" or"));
  CHECK(said({"--by", "loss", "--scenario", "slwo"}) ==
        "--scenario: there is no scenario \"slwo\", did you mean \"slow\"?");
  CHECK_THAT(said({"--by", "loss", "--eta", "1"}), Contains("--eta"));
  CHECK_THAT(said({"--by", "loss", "--memory", "much"}), StartsWith("tune: --memory: expected a size above 0"));
  experiment["algorithms"][0]["training"]["learning_rate"] = {{"sweep", {0.1}}};
  place.write("experiment.json", experiment);
  CHECK(said({"--by", "loss"}) ==
        "experiment.json: /algorithms: expected a sweep of several values, found nothing to choose from");
  experiment["model"] = {{"name", "timing-only"}, {"parameters", 100}};
  experiment.erase("dataset");
  experiment["training"] = {{"iterations", 36}};
  experiment["evaluation"] = Json::object();
  experiment["algorithms"] =
      Json::parse(R"([{"name": "a", "paradigm": "all-reduce", "local_steps": {"sweep": [1, 2]}}])");
  experiment["compute"] = {{"step_time", "1ms"}};
  place.write("experiment.json", experiment);
  CHECK_THAT(said({"--by", "loss"}), StartsWith("experiment.json: /model: nothing is learned with the model"));
}
