// SPDX-License-Identifier: Apache-2.0
// Networks and losses that an experiment file lists, through the whole program.
#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// An experiment of 4 workers, with a target of the training loss.
Json experiment_with(const char* layers, const Json& loss, const char* dataset, double target_loss) {
  Json experiment = Workplace::small_experiment();
  experiment["model"] = {{"name", "network"}, {"layers", Json::parse(layers)}, {"loss", loss}};
  experiment["dataset"] = Json::parse(dataset);
  experiment["training"] = {{"iterations", 60}, {"batch_size", 8}, {"learning_rate", 0.1}};
  experiment["evaluation"] = {{"every", 20}, {"target_loss", target_loss}, {"hold", 1}};
  return experiment;
}

constexpr const char* images = R"({"name": "synthetic-images", "train": 400, "test": 80, "side": 8, "classes": 3})";

}  // namespace

TEST_CASE("an MLP with tanh and a small CNN from files to a comparison", "[commands]") {
  const Workplace place;
  const auto [layers, learned] = GENERATE(table<const char*, double>(
      {{R"([{"layer": "dense", "units": 16}, "tanh", {"layer": "dense", "units": 16}, "tanh",
          {"layer": "dense", "units": 3}])",
        0.9},
       {R"([{"layer": "convolution", "channels": 8, "kernel": 3, "padding": 1, "bias": false}, "batch-normalisation",
          "relu", {"layer": "max-pooling", "kernel": 2},
          {"layer": "residual", "layers": [{"layer": "convolution", "channels": 8, "kernel": 3, "padding": 1}, "gelu"]},
          "global-average-pooling", {"layer": "dense", "units": 3}])",
        1.08}}));
  Json experiment = experiment_with(layers, "cross-entropy", images, 0.9);
  experiment["training"] = {{"iterations", 100}, {"batch_size", 8}, {"learning_rate", 0.5}};
  place.write("experiment.json", experiment);
  place.succeed({"validate", "experiment.json"});
  place.succeed({"run", "experiment.json", "--out", "one", "--threads", "1"});
  place.succeed({"run", "experiment.json", "--out", "two", "--threads", "2"});
  CHECK(place.reproducible_files("one") == place.reproducible_files("two"));
  const std::string compared = place.succeed({"compare", "one"});
  CHECK_THAT(compared, Contains("accuracy") && Contains("gossip/4") && Contains("training loss 0.9"));
  const Json rows = Json::parse(place.succeed({"compare", "one", "--format", "json"}));
  const auto final = Json::parse(place.read("one/ring@fast@seed1/summary.json"))["final"];
  CHECK(final["train_loss"].get<double>() < learned);  // log 3 = 1.0986 by guessing
  CHECK_FALSE(rows.empty());
}

TEST_CASE("numbers and sequences are learned from files to a comparison", "[commands]") {
  const Workplace place;
  // The labels' variance is 1.01, of which the noise is 0.01.
  place.write("experiment.json",
              experiment_with(R"([{"layer": "dense", "units": 8}, "softplus", {"layer": "dense", "units": 1}])",
                              GENERATE("mse", "huber"),
                              R"({"name": "synthetic-regression", "features": 4, "samples": 400})", 0.4));
  place.succeed({"run", "experiment.json", "--out", "out"});
  const std::string compared = place.succeed({"compare", "out"});
  CHECK_THAT(compared, Contains("train loss") && Contains("training loss 0.4") && !Contains("accuracy"));
  CHECK_THAT(place.read("out/shares.csv"), Catch::StartsWith("seed,worker,samples\n1,0,100\n"));

  Json text = experiment_with(R"([{"layer": "embedding", "features": 4}, {"layer": "lstm", "units": 16},
                                  {"layer": "convolution", "channels": 27, "kernel": 1}])",
                              "cross-entropy",
                              R"({"name": "synthetic-text", "words": 5, "train": 2000, "test": 300, "length": 8,
                                  "stride": 8, "labels": "each"})",
                              2.6);
  text["training"]["learning_rate"] = 1.0;
  place.write("text.json", text);
  place.succeed({"run", "text.json", "--out", "text"});
  CHECK(Json::parse(place.read("text/ring@fast@seed1/summary.json"))["final"]["train_loss"].get<double>() < 2.6);
}

TEST_CASE("what does not fit in a network is told with its place", "[commands]") {
  const Workplace place;
  Json experiment =
      experiment_with(R"([{"layer": "max-pooling", "kernel": 9}, {"layer": "dense", "units": 3}])", "mse", images, 0.1);
  const auto refused = [&] {
    place.write("experiment.json", experiment);
    return place.refuse({"run", "experiment.json", "--out", "out"});
  };
  CHECK_THAT(refused(), Contains("/model: the loss is about labels that are real numbers, and these data have 3"));
  experiment["model"]["loss"] = "cross-entropy";
  CHECK_THAT(refused(), Contains("/model: layers/0 (max-pooling): 1 x 8 x 8 values arrive; pooling over 9 x 9 takes"));
  experiment["dataset"] = {{"name", "synthetic-regression"}, {"partition", "label-shards"}};
  experiment["model"]["layers"] = {{{"layer", "dense"}, {"units", 1}}};
  experiment["model"]["loss"] = "mse";
  CHECK_THAT(refused(), Contains("/dataset/partition: \"label-shards\" goes by the class of a sample"));
  experiment["evaluation"] = {{"target_accuracy", 0.5}};
  CHECK_THAT(refused(), Contains("/evaluation/target_accuracy: the model \"network\" has no accuracy"));
}
