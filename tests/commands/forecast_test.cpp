// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/forecast.hpp"

#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

TEST_CASE("real time is that of trainings and of replays, by what they consist of", "[commands]") {
  const RunCosts costs{.training_s = 0.5,
                       .step_s = 0.01,
                       .exchange_s = 0.1,
                       .evaluation_s = 2.0,
                       .replay_s = 0.25,
                       .replayed_exchange_s = 0.02};
  // A training: 0.5 + 100 x 0.01 + 25 x 0.1 + 7 x 2 = 18 s. A replay: 0.25 + 25 x 0.02 = 0.75 s.
  const RunCounts counts{.trainings = 3, .replays = 4, .steps = 100, .exchanges = 25, .evaluations = 7};
  CHECK(real_seconds(costs, counts) == Approx(3 * 18.0 + 4 * 0.75));
  CHECK(real_seconds(costs, {.trainings = 1}) == Approx(0.5));
}

TEST_CASE("two lengths tell what a run costs to begin, and for its length", "[commands]") {
  // 1.2 s for 1, 2 s for 9: 0.1 s each, and 1.1 s to begin.
  const Line line = line_through(1, 1.2, 9, 2.0);
  CHECK(line.slope == Approx(0.1));
  CHECK(line.begin == Approx(1.1));
  // What another program on the machine did to the first one is no cost below 0.
  CHECK(line_through(1, 1.2, 9, 1.0).slope == 0.0);
  CHECK(line_through(1, 1.2, 9, 1.0).begin == 1.2);
  CHECK(line_through(2, 1.0, 3, 2.0).begin == 0.0);
}

TEST_CASE("an algorithm is trained once for each seed, or in each scenario, too", "[commands]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["seeds"] = {1, 2, 3};
  json.erase("seed");
  json["training"]["iterations"] = 100;
  json["evaluation"] = {{"every", 20}};
  json["scenarios"] = Json::parse(R"([{"name": "a"}, {"name": "b"}])");
  json["algorithms"] = Json::parse(R"([
    {"name": "often", "paradigm": "all-reduce", "local_steps": 3},
    {"name": "seldom", "paradigm": "all-reduce", "local_steps": 50},
    {"name": "at once", "paradigm": "gossip", "method": "ad-psgd", "local_steps": 4},
    {"name": "some", "paradigm": "parameter-server", "clients_per_round": 2, "local_steps": 4},
    {"name": "by time", "paradigm": "all-reduce", "local_steps": {"name": "by-time", "seconds": "1s"}}
  ])");
  place.write("experiment.json", json);
  const Experiment experiment((place.path() / "experiment.json").string());
  const auto counts = [&](std::size_t i, std::optional<int> participants = {}) {
    Prediction prediction;
    prediction.participants = participants;
    return run_counts(experiment, *experiment.algorithms[i], prediction);
  };
  // 33 periods of 3 steps and one of 1; evaluations are due after 20, 40, ... 100, and of the first and the last model.
  CHECK(counts(0)->trainings == 3);
  CHECK(counts(0)->replays == 3);
  CHECK(counts(0)->steps == 100.0);
  CHECK(counts(0)->exchanges == 34.0);
  CHECK(counts(0)->evaluations == 7.0);
  CHECK(counts(1)->evaluations == 4.0);  // no more than there are synchronisations
  CHECK(counts(2)->trainings == 6);      // what arrives first depends on the network
  CHECK(counts(2)->replays == 0);
  // Half of four workers at a time: twice as many rounds as 25 of all.
  CHECK(counts(3, 2)->exchanges == 50.0);
  CHECK_FALSE(counts(4));
}

TEST_CASE("a forecast is told in a sentence", "[commands]") {
  Forecast forecast{.real_s = 90.0,
                    .peak_bytes = 160'000'000,
                    .trainings = 54,
                    .replays = 1,
                    .threads = 2,
                    .exchanges = 9,
                    .tried = 7,
                    .tried_s = 2.0};
  CHECK(text(forecast, false) ==
        "about 90.0 s and 160 MB on this machine, give or take a factor of 2: 54 trainings and 1 replay, one at a time "
        "on 2 threads; by short runs of 7 of 9 kinds of exchange, 2.00 s");
  CHECK_THAT(text(forecast, true), Contains("at most about 90.0 s"));
  forecast.real_s.reset();
  forecast.why_unknown = "a single step takes more than 5 s";
  CHECK(text(forecast, false) == "? real time, ? memory (a single step takes more than 5 s)");
}

TEST_CASE("validate tells what algorithms cost in each scenario, and all runs on this machine", "[commands]") {
  const Workplace place;
  Json json = Workplace::small_experiment();
  json["scenarios"] = Json::array();
  for (int i = 1; i <= 7; ++i) {
    json["scenarios"].push_back(
        {{"name", "s" + std::to_string(i)}, {"links", {{{"match", "*"}, {"bandwidth", std::to_string(i) + "Mbps"}}}}});
  }
  json["algorithms"] = Json::parse(R"([
    {"name": "plain", "paradigm": "all-reduce", "collective": "direct", "local_steps": 2},
    {"name": "coded", "paradigm": "all-reduce", "local_steps": 2, "compression": {"name": "qsgd", "bits": 4}},
    {"name": "by time", "paradigm": "all-reduce", "local_steps": {"name": "by-time", "seconds": "1s"}}
  ])");
  place.write("experiment.json", json);
  const std::string told = place.succeed({"validate", "experiment.json", "--quick"});
  // A second table for the scenarios beyond six.
  CHECK_THAT(told, Contains("  bits/parameter") && Contains("  s6\n") && Contains("  s7\n"));
  CHECK_THAT(told, Contains("  plain ") && Contains("  32.00  ") && Contains("\n  by time "));
  CHECK_THAT(told, !Contains("forecast"));
  CHECK_THAT(
      place.succeed({"validate", "experiment.json"}),
      Contains("forecast   ? real time, ? memory (how often \"by time\" exchanges depends on simulated time)\n"));
  json["algorithms"].erase(2);
  place.write("experiment.json", json);
  CHECK_THAT(place.succeed({"validate", "experiment.json"}),
             Contains("forecast   about ") && Contains(": 2 trainings and 12 replays, one at a time on ") &&
                 Contains(" of 2 kinds of exchange"));  // of how many depends on how fast this machine is
  json["dataset"] = {{"name", "mnist"}};
  json["model"] = {{"name", "softmax-regression"}};
  place.write("experiment.json", json);
  CHECK_THAT(place.succeed({"validate", "experiment.json"}), Contains("forecast   ? real time, ? memory ("));
}
