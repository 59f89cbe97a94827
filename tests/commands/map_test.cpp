// SPDX-License-Identifier: Apache-2.0
// `lowband map` through the whole program.
#include <catch2/catch.hpp>

#include <cmath>

#include "sim/report/map/network_map.hpp"
#include "sim/results/csv_table.hpp"
#include "tests/commands/workplace.hpp"
#include "tests/report/gnuplot/svg_texts.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace fs = std::filesystem;

namespace {

/// Three seeds of a quadratic, whose workers' losses are recorded.
Json with_losses() {
  Json experiment = Workplace::small_experiment();
  experiment.erase("seed");
  experiment["seeds"] = {1, 2, 3};
  experiment["training"]["iterations"] = 24;
  experiment["evaluation"] = {{"every", 2}, {"worker_train_samples", 100}, {"hold", 1}};
  return experiment;
}

/// The training losses of the workers' own models, by evaluation, and its iterations.
std::vector<MetricsRow> metrics(const Workplace& place, const std::string& run) {
  return read_csv<MetricsRow>(place.path() / "out" / run / "metrics.csv");
}

std::vector<MapRow> rows_of(const Workplace& place, const std::string& folder = "out") {
  return read_csv<MapRow>(place.path() / folder / "map.csv");
}

std::vector<CrossoverRow> crossovers_of(const Workplace& place) {
  return read_csv<CrossoverRow>(place.path() / "out" / "crossovers.csv");
}

std::string loss_target(double loss) { return "loss=" + Json(loss).dump(); }

/// A loss that all of these have reached with every seed by the seventh evaluation, and do not lose again.
double reachable_loss(const Workplace& place, std::initializer_list<const char*> runs) {
  double loss = 0.0;
  for (const std::string run : runs) {
    for (const std::string seed : {"1", "2", "3"}) {
      const auto rows = metrics(place, run + "@seed" + seed);
      for (std::size_t i = 6; i < rows.size(); ++i) loss = std::max(loss, rows[i].workers_train_loss);
    }
  }
  return loss;
}

}  // namespace

TEST_CASE("at a scenario's own network a map tells what compare does, to the last digit", "[map]") {
  const Workplace place;
  Json experiment = with_losses();
  experiment["compute"] = {{"step_time", "1ms"}, {"slowdown", {1, 1.3, 1.7, 4}}};
  experiment["algorithms"].push_back(
      Json::parse(R"({"name": "rounds", "paradigm": "parameter-server", "compression": {"name": "qsgd", "bits": 8}})"));
  const bool stops = GENERATE(false, true);
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const double loss = reachable_loss(place, {"ring@slow", "gossip-4@slow", "rounds@slow"});
  if (stops) {
    experiment["evaluation"].update({{"target_loss", loss}, {"stop_at_target", true}});
    place.write("experiment.json", experiment);
    place.succeed({"run", "experiment.json", "--out", "out", "--overwrite"});
  }
  std::vector<std::string> compare{"compare", "out", "--format", "json"};
  std::vector<std::string> map{"map", "out", "--bandwidth", "10Mbps..20Mbps", "--latency", "5ms..6ms", "--steps", "2"};
  if (!stops) {
    for (auto* command : {&compare, &map}) command->insert(command->end(), {"--target", loss_target(loss)});
  }
  const Json compared = Json::parse(place.succeed(compare));
  place.succeed(map);
  const auto rows = rows_of(place);
  REQUIRE(rows.size() == 12);
  std::size_t found = 0;
  for (const Json& record : compared) {
    if (record["scenario"] != "slow") continue;
    const MapRow& row = rows.at(found++);  // the first point comes first
    INFO(row.algorithm);
    CHECK(row.bandwidth_Bps == 1.25e6);
    CHECK(row.latency_s == 0.005);
    CHECK(row.algorithm == record["algorithm"].get<std::string>());
    CHECK(row.seeds == 3);
    CHECK(row.reached_target == record["reached_target"]);
    CHECK(row.time_to_target_s == record["time_to_target_s"].get<double>());
    CHECK(row.speed_up == record["speed_up"].get<double>());
    CHECK(row.baseline == "ring");
    CHECK((row.winner == row.algorithm) == record["fastest"].get<bool>());
  }
  CHECK(found == 3);
}

TEST_CASE("where nothing was learned a map is of the time of the whole training", "[map]") {
  // As in the next test, of 12 steps with an exchange after each: the ring takes 12 x 6 (2 latency + 1016 B /
  // bandwidth), gossip 12 x (2 latency + 2 x 4016 B / bandwidth). They are equal where 10 latency = 1936 B / bandwidth.
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  experiment["network"] = "ideal";
  experiment["model"] = {{"name", "timing-only"}, {"parameters", 1000}};
  experiment["dataset"] = nullptr;
  experiment["training"] = {{"iterations", 12}};
  experiment.erase("evaluation");
  experiment["compute"] = {{"step_time", "0s"}};
  experiment["algorithms"] = Json::parse(R"([
    {"name": "ring", "paradigm": "all-reduce", "collective": "ring"},
    {"name": "gossip", "paradigm": "gossip", "topology": {"name": "ring"}}
  ])");
  experiment["scenarios"] = Json::parse(R"([{"name": "at once", "hosts": [{"match": "*", "speed": 1e18}],
    "links": [{"match": "*", "bandwidth": "1Mbps", "latency": "1ms"}]}])");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const std::vector<std::string> map{"map", "out", "--scenario", "at once", "--latency", "1ms..4ms", "--steps", "2"};
  CHECK_THAT(place.succeed(map), StartsWith("Target: the end of the training, as nothing was learned\n"));
  const auto rows = rows_of(place);
  REQUIRE(rows.size() == 4);
  const auto seconds = [&](const std::string& run) {
    return Json::parse(place.read("out/" + run + "@at once@seed1/summary.json"))["sim_time_s"].get<double>();
  };
  CHECK(rows[0].time_to_target_s == seconds("ring"));
  CHECK(rows[1].time_to_target_s == seconds("gossip"));
  CHECK(rows[0].time_to_target_s == Approx(12 * 6 * (0.002 + 1016 / 125e3)).epsilon(1e-6));
  CHECK(rows[1].time_to_target_s == Approx(12 * (0.002 + 2 * 4016 / 125e3)).epsilon(1e-6));
  CHECK(rows[0].winner == "ring");
  CHECK(rows[3].winner == "gossip");
  const auto crossovers = crossovers_of(place);
  REQUIRE(crossovers.size() == 1);
  CHECK(crossovers[0].latency_s == Approx(1936 / 125e3 / 10).epsilon(1e-5));
  const auto with = [&map](const std::vector<std::string>& more) {
    auto all = map;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  CHECK_THAT(place.refuse(with({"--hold", "2"})), Contains("--hold"));
  CHECK_THAT(place.refuse(with({"--of", "workers"})), Contains("--of: has no effect, as nothing was learned"));
  CHECK_THAT(place.refuse(with({"--target", "loss=1"})), Contains("nothing was learned"));
}

TEST_CASE("crossovers on a closed-form platform are those of the formulas", "[map]") {
  // On a star with `ideal` links, a message from worker to worker has two links. With 4 workers, d = 1000 coordinates
  // of 4 bytes and headers of 16 bytes, a round of the ring takes 6 (2 latency + 1016 B / bandwidth), one of gossip on
  // a ring, which sends to both neighbours at once, 2 latency + 2 x 4016 B / bandwidth. Computation takes no time.
  const Workplace place;
  Json experiment = with_losses();
  experiment["network"] = "ideal";
  experiment["dataset"]["dimension"] = 1000;
  experiment["algorithms"] = Json::parse(R"([
    {"name": "ring", "paradigm": "all-reduce", "collective": "ring", "local_steps": 2},
    {"name": "gossip", "paradigm": "gossip", "topology": {"name": "ring"}, "local_steps": 2}
  ])");
  experiment["scenarios"] = Json::parse(R"([{"name": "at once", "hosts": [{"match": "*", "speed": 1e18}]}])");
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const double loss = metrics(place, "ring@at once@seed1").at(5).workers_train_loss;
  const auto mean_rounds = [&](const std::string& algorithm) {
    double rounds = 0.0;
    for (const std::string seed : {"1", "2", "3"}) {
      const auto rows = metrics(place, algorithm + "@at once@seed" + seed);
      const auto first =
          std::find_if(rows.begin(), rows.end(), [&](const MetricsRow& row) { return row.workers_train_loss <= loss; });
      REQUIRE(first != rows.end());
      rounds += static_cast<double>(first->iteration) / 2.0 / 3.0;
    }
    return rounds;
  };
  const double ring = mean_rounds("ring");
  const double gossip = mean_rounds("gossip");
  const double bytes = gossip * 2 * 4016 - ring * 6 * 1016;  // more that gossip sends
  const double latencies = ring * 12 - gossip * 2;           // more that the ring waits for
  REQUIRE(bytes > 0.0);
  REQUIRE(latencies > 0.0);
  const std::vector<std::string> map{"map",     "out", "--scenario", "at once", "--target", loss_target(loss),
                                     "--steps", "3"};

  auto plane = map;
  plane.insert(plane.end(), {"--bandwidth", "10kbps..10Gbps", "--latency", "300us..30ms"});
  place.succeed(plane);
  const auto crossovers = crossovers_of(place);
  REQUIRE(crossovers.size() == 3);
  for (const auto& crossover : crossovers) {
    CHECK(crossover.bandwidth_Bps == Approx(bytes / (latencies * crossover.latency_s)).epsilon(1e-6));
    CHECK(crossover.below == "ring");
    CHECK(crossover.above == "gossip");
  }
  for (const auto& row : rows_of(place)) {
    const double time_s = row.algorithm == "ring" ? ring * 6 * (2 * row.latency_s + 1016 / row.bandwidth_Bps)
                                                  : gossip * (2 * row.latency_s + 2 * 4016 / row.bandwidth_Bps);
    CHECK(row.time_to_target_s == Approx(time_s).epsilon(1e-6));
  }

  auto by_latency = map;  // at the 1 Gbps that the links have
  by_latency.insert(by_latency.end(), {"--latency", "1ns..1s"});
  place.succeed(by_latency);
  const auto along = crossovers_of(place);
  REQUIRE(along.size() == 1);
  CHECK(along[0].along == "latency");
  CHECK(along[0].latency_s == Approx(bytes / (latencies * 1.25e8)).epsilon(1e-6));
  CHECK(along[0].below == "ring");
  CHECK(along[0].above == "gossip");
}

TEST_CASE("a map takes only whom it is told to, and tells who is left out", "[map]") {
  const Workplace place;
  Json experiment = with_losses();
  experiment["algorithms"].push_back(
      Json::parse(R"({"name": "by time", "paradigm": "gossip", "method": "ad-psgd", "topology": {"name": "ring"}})"));
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  experiment["evaluation"]["target_loss"] = reachable_loss(place, {"ring@slow", "gossip-4@slow"});
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});  // trains nothing
  const std::vector<std::string> map{"map", "out", "--bandwidth", "1Mbps..1Gbps", "--steps", "2", "--out", "maps"};
  const auto with = [&map](std::initializer_list<std::string> more) {
    auto all = map;
    all.insert(all.end(), more);
    return all;
  };
  const Ended all = place.lowband(map);
  CHECK(all.status == 0);
  CHECK(all.complaints() ==
        "lowband: out: left out: \"by time\" with seeds 1, 2, 3: what depends on time is trained in every scenario\n");
  CHECK_THAT(all.out,
             StartsWith("Target: training loss ") && Contains("maps/map.csv\nmaps/crossovers.csv\nmaps/map.svg\n"));
  CHECK_FALSE(fs::exists(place.path() / "out" / "map.csv"));
  CHECK(rows_of(place, "maps").size() == 4);

  // The baseline is timed in any case, and competes only if it may.
  place.succeed(with({"--only", "gossip/*"}));
  const auto rows = rows_of(place, "maps");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].algorithm == "gossip/4");
  CHECK(rows[0].winner == "gossip/4");
  CHECK(rows[0].baseline == "ring");
  CHECK_FALSE(std::isnan(rows[0].speed_up));

  CHECK_THAT(place.refuse(with({"--only", "by time", "--baseline", "by time"})),
             StartsWith("out: \"by time\" with seeds 1, 2, 3: what depends on time"));
  CHECK_THAT(place.refuse(with({"--only", "ring", "--baseline", "by time"})),
             StartsWith("out: \"by time\" with seeds 1, 2, 3: what depends on time"));
  fs::remove(place.path() / "out" / "traces" / "ring@seed2.trace");
  CHECK_THAT(place.refuse(with({"--only", "ring"})), StartsWith("out: \"ring\" with seed 2: there is no trace"));
}

TEST_CASE("a map is drawn, with names as they are, a title and a size", "[map]") {
  const Workplace place;
  const std::string name = "<b>\"it's\" `id` \\n & 100 %";
  Json experiment = with_losses();
  experiment["name"] = "all of " + name;
  experiment["algorithms"][0]["name"] = name;
  experiment["scenarios"].push_back({{"name", "as " + name}});
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  std::vector<std::string> map{"map", "out",        "--bandwidth", "1Mbps..1Gbps", "--latency", "1ms..9ms", "--steps",
                               "3",   "--scenario", "as " + name,  "--target",     "loss=1e6",  "--links",  "*_*"};
  place.succeed(map);
  const auto texts_in = [&place](const std::string& file) {
    const auto picture = svg_picture(place.read(file));
    CHECK(faults_of(picture) == "");
    std::vector<std::string> texts;
    for (const auto& one : picture.texts) texts.push_back(one.text);
    return texts;
  };
  using Catch::VectorContains;
  auto texts = texts_in("out/map.svg");
  CHECK_THAT(texts, VectorContains("all of " + name + ": fastest to the target"));
  CHECK_THAT(texts, VectorContains(name));
  CHECK_THAT(texts, VectorContains("With the other changes of the scenario as " + name + "."));
  CHECK_THAT(texts, VectorContains(std::string("Of the links that match \"*_*\".")));
  const auto rows = rows_of(place);
  CHECK(rows[0].links == "*_*");
  CHECK(rows[0].scenario == "as " + name);
  CHECK_THAT(rows[0].target, StartsWith("training loss "));

  // The plot reads what the map has left.
  place.succeed({"plot", "out", "--kind", "map", "--out", "again.svg"});
  CHECK(place.read("again.svg") == place.read("out/map.svg"));
  CHECK_THAT(place.refuse({"plot", "out", "--kind", "map", "--only", "*"}),
             StartsWith("--only: has no effect on the plot map"));
  map.insert(map.end(), {"--title", "on " + name, "--size", "700x650"});
  place.succeed(map);
  texts = texts_in("out/map.svg");
  CHECK_THAT(texts, VectorContains("on " + name));
  map.back() = "700";
  CHECK_THAT(place.refuse(map), StartsWith("map: --size: expected WIDTHxHEIGHT"));
}

TEST_CASE("a map that cannot be made is refused in one line", "[map]") {
  const Workplace place;
  Json experiment = with_losses();
  experiment["scenarios"].push_back(Json::parse(R"({"name": "elsewhere", "platform": "star.xml"})"));
  place.write("experiment.json", experiment);
  const auto refused = [&](const std::vector<std::string>& options) {
    std::vector<std::string> map{"map", "out"};
    map.insert(map.end(), options.begin(), options.end());
    return place.refuse(map);
  };
  const std::string range = "1Mbps..1Gbps";
  CHECK(refused({"--bandwidth", range}) == "out: expected a results folder, found nothing of this name");
  CHECK_THAT(place.refuse({"map", ".", "--bandwidth", range}),
             Contains(": expected a results folder, found no manifest.json in it"));
  place.succeed({"run", "experiment.json", "--out", "out"});
  CHECK(refused({}) == "map: expected --bandwidth or --latency, or both, found none");
  CHECK(refused({"--bandwidth", "1Gbps..1Mbps"}) ==
        "map: --bandwidth: expected a last value above the first, 1Gbps, found \"1Mbps\"");
  CHECK_THAT(refused({"--latency", "1..5"}), StartsWith("map: --latency: expected a duration"));
  CHECK_THAT(refused({"--bandwidth", range}), StartsWith("out: the experiment has no target: name one with --target"));
  const std::string target = "loss=1e6";
  CHECK_THAT(refused({"--bandwidth", range, "--target", "accuracy=0.9"}), Contains("there is no test accuracy"));
  CHECK_THAT(refused({"--bandwidth", range, "--target", "loss=-1e9"}),
             StartsWith("out: no algorithm is to be mapped that reaches the target with every seed"));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--steps", "1"}), Contains("--steps"));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--size", "100x100"}),
             StartsWith("--size: expected at least "));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--steps", "101"}), Contains("--steps"));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--links", "wroker*"}),
             StartsWith("map: --links: ") && Contains("no link matches \"wroker*\""));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--links", "star_link_7_*"}),
             StartsWith("map: --links: no message crosses a link that matches"));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--only", "rong"}),
             StartsWith("--only: no algorithm matches \"rong\", did you mean \"ring\"?"));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--baseline", "paradigm"}),
             StartsWith("map: --baseline: expected the name of one algorithm"));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--baseline", "rong"}), Contains("did you mean"));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--scenario", "slo"}),
             StartsWith("map: --scenario: expected the name of a scenario, found \"slo\", did you mean \"slow\"?"));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target, "--scenario", "elsewhere"}),
             StartsWith("map: --scenario: the results have no copy"));
  const std::string trace = place.read("out/traces/ring@seed1.trace");
  place.write("out/traces/ring@seed1.trace", trace.substr(0, trace.size() / 2));
  CHECK_THAT(refused({"--bandwidth", range, "--target", target}),
             StartsWith("out/traces/ring@seed1.trace: the trace is cut short or altered"));
}
