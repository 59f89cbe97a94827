// SPDX-License-Identifier: Apache-2.0
// "training" of an algorithm, in place of the experiment's.
#include <catch2/catch.hpp>

#include "sim/experiment/experiment.hpp"
#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

Json small_with(const Json& own) {
  Json experiment = Workplace::small_experiment();
  experiment["training"]["weight_decay"] = 0.5;
  experiment["algorithms"][0]["training"] = own;
  return experiment;
}

Experiment read_experiment(const Workplace& place, const Json& json) {
  place.write("experiment.json", json);
  return Experiment((place.path() / "experiment.json").string());
}

}  // namespace

TEST_CASE("an algorithm has the experiment's training but for what it has for itself", "[experiment]") {
  const Workplace place;
  Experiment experiment = read_experiment(
      place, small_with({{"learning_rate", 0.25}, {"schedule", {{"name", "step"}, {"milestones", {4}}}}}));
  const TrainingSettings& own = experiment.training_of(*experiment.algorithms[0]);
  CHECK(own.learning_rate == 0.25);
  CHECK(own.weight_decay == 0.5);
  CHECK(own.iterations == 8);
  CHECK(own.batch_size == 4);
  CHECK(own.optimizer.name == "sgd");
  CHECK(own.learning_rate_of(4) == Approx(0.25));   // of the step before the milestone
  CHECK(own.learning_rate_of(5) == Approx(0.025));  // and of that after it
  const TrainingSettings& others = experiment.training_of(*experiment.algorithms[1]);
  CHECK(others.learning_rate == 0.05);
  CHECK(others.schedule.name == "constant");
  CHECK(own.regulariser() == 0.5);

  const Json resolved = experiment.resolved();
  CHECK(resolved["algorithms"][0]["training"]["schedule"]["gamma"] == 0.1);  // its defaults are filled in
  CHECK_FALSE(resolved["algorithms"][0]["training"].contains("optimizer"));
  CHECK(resolved["algorithms"][1]["training"] == Json::object());
  CHECK(read_experiment(place, resolved).resolved() == resolved);
}

TEST_CASE("the decay of adamw is no regulariser of the objective", "[experiment]") {
  const Workplace place;
  const Experiment experiment = read_experiment(place, small_with({{"optimizer", "adamw"}}));
  CHECK(experiment.training_of(*experiment.algorithms[0]).regulariser() == 0.0);
  CHECK(experiment.training_of(*experiment.algorithms[1]).regulariser() == 0.5);
}

TEST_CASE("what is wrong with an algorithm's training is told at its place", "[experiment]") {
  const Workplace place;
  CHECK_THROWS_WITH(read_experiment(place, small_with({{"learning_rate", -1}})),
                    Contains("/algorithms/0/training/learning_rate: expected a number at least 0, found -1"));
  CHECK_THROWS_WITH(read_experiment(place, small_with({{"iterations", 3}})),
                    Contains("/algorithms/0/training/iterations: unknown key"));
  CHECK_THROWS_WITH(read_experiment(place, small_with({{"optimizer", "adam"}})),
                    Contains("/algorithms/0/training/optimizer") && Contains("did you mean \"adamw\""));
  CHECK_THROWS_WITH(read_experiment(place, small_with("fast")), Contains("/algorithms/0/training: expected an object"));
}

TEST_CASE("an optimizer whose steps have no direction is refused where they are to be added up", "[experiment]") {
  const Workplace place;
  const std::string message =
      "/algorithms/0/method: \"downpour\" adds up what steps have moved, but those of the "
      "optimizer \"adamw\" go along no direction that it tells: use \"sgd\", or another method";
  Json experiment = Workplace::small_experiment();
  experiment["algorithms"] = Json::parse(R"([{"name": "a", "paradigm": "parameter-server", "method": "downpour"},
                      {"name": "b", "paradigm": "parameter-server", "method": "fedbuff"}])");
  experiment["training"]["optimizer"] = "adamw";
  CHECK_THROWS_WITH(read_experiment(place, experiment), Contains(message));
  experiment["training"]["optimizer"] = {{"name", "sgd"}, {"momentum", 0.9}};
  experiment["algorithms"][1]["training"] = {{"optimizer", "adamw"}};
  const Json resolved = read_experiment(place, experiment).resolved();
  CHECK(resolved["algorithms"][0]["outer"]["name"] == "adagrad");
  CHECK(read_experiment(place, resolved).resolved() == resolved);
  experiment["algorithms"][0]["training"] = {{"optimizer", "adamw"}};
  CHECK_THROWS_WITH(read_experiment(place, experiment), Contains(message));
}

TEST_CASE("runs that differ in their own training alone end apart", "[commands]") {
  const Workplace place;
  Json experiment = Workplace::small_experiment();
  Json faster = experiment["algorithms"][0];
  faster["name"] = "faster";
  faster["training"] = {{"learning_rate", 0.1}};
  Json same = experiment["algorithms"][0];
  same["name"] = "same";
  same["training"] = {{"learning_rate", 0.05}};  // the experiment's
  experiment["algorithms"] = {experiment["algorithms"][0], faster, same};
  place.write("experiment.json", experiment);
  place.succeed({"run", "experiment.json", "--out", "out"});
  const std::string first = experiment["algorithms"][0]["name"].get<std::string>();
  const std::string metrics = place.read("out/" + first + "@fast@seed1/metrics.csv");
  CHECK(place.read("out/same@fast@seed1/metrics.csv") == metrics);
  CHECK(place.read("out/faster@fast@seed1/metrics.csv") != metrics);
}
