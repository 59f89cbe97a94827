// SPDX-License-Identifier: Apache-2.0
// Networks that an experiment lists.
#include "models/zoo/network.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>
#include <vector>

#include "tests/models/random_samples.hpp"
#include "tests/usage_error.hpp"

namespace lowband {
namespace {

/// What is learned in three steps of gradient descent, with the losses, and a test of it.
struct Learned {
  std::vector<std::string> names;
  std::vector<float> parameters;
  std::vector<float> buffers;
  std::vector<double> losses;
  Evaluation evaluation;

  friend bool operator==(const Learned& a, const Learned& b) {
    return a.names == b.names && a.parameters == b.parameters && a.buffers == b.buffers && a.losses == b.losses &&
           a.evaluation.loss == b.evaluation.loss && a.evaluation.correct == b.evaluation.correct;
  }
};

Learned learned(Model& model, const Shape& sample, const LabelShape& labels, float rate = 0.05F) {
  model.bind(sample, labels);
  Learned made;
  for (const auto& tensor : model.layout()) made.names.push_back(tensor.name);
  made.parameters.resize(model.parameter_count());
  made.buffers.resize(size_of(model.buffers()));
  model.initialise(made.parameters, Stream(1, Purpose::initial_model, 0, 0));
  model.initialise_buffers(made.buffers);
  const RandomSamples data(sample, labels, 4);
  std::vector<float> gradient(made.parameters.size());
  Workspace workspace;
  for (int step = 0; step < 3; ++step) {
    made.losses.push_back(
        model.gradient(made.parameters, data.batch(), {.buffers = made.buffers}, gradient, workspace));
    for (std::size_t i = 0; i < gradient.size(); ++i) made.parameters[i] -= rate * gradient[i];
  }
  made.evaluation = model.evaluate(made.parameters, made.buffers, data.batch(), workspace);
  return made;
}

std::unique_ptr<Model> read(const Json& json) { return models().read(json, Place("experiment.json") / "model"); }

std::unique_ptr<Model> network(const char* layers, const Json& loss = "cross-entropy") {
  return read({{"name", "network"}, {"layers", Json::parse(layers)}, {"loss", loss}});
}

Json convolution(const char* name, int channels, int kernel, int stride, int padding, bool bias) {
  return {{"layer", "convolution"}, {"name", name},       {"channels", channels}, {"kernel", kernel},
          {"stride", stride},       {"padding", padding}, {"bias", bias}};
}

Json named(const char* layer, const char* name) { return {{"layer", layer}, {"name", name}}; }

/// A residual of two convolutions, as ResNets have them.
Json block(const char* name, int channels, int stride) {
  Json json = named("residual", name);
  json["layers"] = {convolution("conv1", channels, 3, stride, 1, false), named("batch-normalisation", "bn1"), "relu",
                    convolution("conv2", channels, 3, 1, 1, false), named("batch-normalisation", "bn2")};
  json["shortcut"] = Json::array();
  if (stride > 1) json["shortcut"].push_back({{"layer", "padding-shortcut"}, {"channels", channels}});
  return json;
}

TEST_CASE("models of the zoo are lists of layers, the same to the last bit", "[deep]") {
  const auto list_of = [](const Json& layers) { return Json{{"name", "network"}, {"layers", layers}}; };
  const Json pool = {{"layer", "max-pooling"}, {"kernel", 2}};
  const auto dense = [](const char* name, int units) {
    return Json{{"layer", "dense"}, {"name", name}, {"units", units}};
  };
  const Json lenet =
      list_of({convolution("conv1", 6, 5, 1, 0, true), "relu", pool, convolution("conv2", 16, 5, 1, 0, true), "relu",
               pool, dense("fc1", 120), "relu", dense("fc2", 84), "relu", dense("fc3", 10)});
  const Json resnet = list_of({convolution("conv1", 16, 3, 1, 1, false), named("batch-normalisation", "bn1"), "relu",
                               block("layer1.0", 16, 1), "relu", block("layer2.0", 32, 2), "relu",
                               block("layer3.0", 64, 2), "relu", "global-average-pooling", dense("fc", 10)});
  Json vgg = Json::array();
  for (const std::vector<int>& group : {std::vector{64}, {128}, {256, 256}, {512, 512}, {512, 512}}) {
    for (const int channels : group) {
      vgg.push_back(convolution(("features." + std::to_string(vgg.size())).c_str(), channels, 3, 1, 1, true));
      vgg.push_back(named("batch-normalisation", ("features." + std::to_string(vgg.size())).c_str()));
      vgg.push_back("relu");
    }
    vgg.push_back(pool);
  }
  vgg.push_back(dense("classifier", 10));
  const Json mlp = list_of({dense("dense1", 7), "tanh", dense("dense2", 5), "tanh", dense("dense3", 10)});
  const Shape colour{3, 32, 32};
  for (const auto& [model, list] : {std::pair<Json, Json>{"lenet5", lenet},
                                    {"resnet8", resnet},
                                    {"vgg11", list_of(vgg)},
                                    {{{"name", "mlp"}, {"hidden", {7, 5}}, {"activation", "tanh"}}, mlp}}) {
    CAPTURE(model.dump());
    const auto zoo = read(model);
    const auto listed = read(list);
    CHECK(learned(*zoo, colour, {10}) == learned(*listed, colour, {10}));
    CHECK(listed->has_buffers() == zoo->has_buffers());
    CHECK(listed->gradient_flops(4) == zoo->gradient_flops(4));
    CHECK(listed->backward_flops(4) == zoo->backward_flops(4));
  }
}

TEST_CASE("a layer without a name is called by its number", "[deep]") {
  const auto model = network(R"(["tanh", {"layer": "dense", "units": 3},
    {"layer": "residual", "layers": [{"layer": "dense", "units": 3}], "shortcut": ["layer-normalisation"]},
    {"layer": "dense", "units": 2, "name": "last"}])");
  CHECK(learned(*model, {4}, {2}).names == std::vector<std::string>{"1.weight", "1.bias", "2.0.weight", "2.0.bias",
                                                                    "2.shortcut.0.weight", "2.shortcut.0.bias",
                                                                    "last.weight", "last.bias"});
}

TEST_CASE("a network says which layer does not take what arrives", "[deep]") {
  const auto refusal = [](const char* layers, const Shape& sample, const LabelShape& labels,
                          const Json& loss = "cross-entropy") {
    return usage_error([&] { network(layers, loss)->bind(sample, labels); });
  };
  const Shape image{1, 8, 8};
  CHECK(refusal(R"([{"layer": "convolution", "channels": 4, "kernel": 5}, "relu",
                    {"layer": "convolution", "channels": 4, "kernel": 7, "padding": 1}])",
                image, {10}) ==
        "layers/2 (convolution): 4 x 4 x 4 values arrive; a kernel of 7 x 7 with a padding of 1 takes 5 x 5 or more");
  CHECK(refusal(R"(["tanh", {"layer": "residual", "layers": [{"layer": "group-normalisation", "groups": 2}]}])", image,
                {10}) ==
        "layers/1/layers/0 (group-normalisation): 1 x 8 x 8 values arrive; normalisation in 2 groups takes a number of "
        "channels that 2 divides");
  CHECK(refusal(R"([{"layer": "residual", "layers": ["relu"], "shortcut":
                    [{"layer": "padding-shortcut", "channels": 2}]}])",
                image, {10}) ==
        "layers/0 (residual): 1 x 8 x 8 values arrive; its layers make 1 x 8 x 8 of them and its shortcut 2 x 4 x 4: "
        "both must give the same");
  CHECK(refusal(R"([{"layer": "dense", "units": 10}])", image, {.classes = 300}) ==
        "the layers give 10 x 1 x 1 values; for these data the cross-entropy takes 300 x 1 x 1, as many channels as "
        "classes and as many places as labels");
  CHECK(refusal(R"([{"layer": "embedding", "features": 3}])", image, {10}) ==
        "layers/0 (embedding): 1 x 8 x 8 values arrive; an embedding takes the symbols of a text as they are");
  const char* const one = R"([{"layer": "dense", "units": 1}])";
  CHECK(refusal(one, image, {10}, "mse") ==
        "the loss is about labels that are real numbers, and these data have 10 classes");
  CHECK(refusal(one, image, {.classes = 0, .per_sample = 2}, "huber") ==
        "the layers give 1 x 1 x 1 values; for these data the loss takes 2, one for each label");
  CHECK(refusal(one, image, {3}, "binary-cross-entropy") ==
        "the binary cross-entropy needs data of 2 classes, these have 3");
  CHECK(refusal(one, image, {0}) == "a classifier needs data of at least 2 classes, these have 0");
  CHECK(usage_error([] { network(R"(["relu", {"layer": "dense", "unit": 3}])"); }) ==
        "experiment.json: /model/layers/1/unit: unknown key, did you mean \"units\"?");
  CHECK(usage_error([] {
          network(R"([{"layer": "dense", "units": 3, "name": "a"}, {"layer": "dense", "units": 3, "name": "a"}])");
        }) == "experiment.json: /model/layers/1/name: another layer of the list is called \"a\"");
}

TEST_CASE("networks learn numbers, two classes, and a class at every step", "[deep]") {
  const Shape text{.channels = 1, .width = 6, .symbols = 5};
  struct Trial {
    const char* layers;
    Json loss;
    Shape sample;
    LabelShape labels;
  };
  const std::vector<Trial> trials = {
      {R"([{"layer": "dense", "units": 8}, "gelu", {"layer": "dense", "units": 2}])", "mse", {3}, {0, 2}},
      {R"([{"layer": "dense", "units": 8}, "softplus", {"layer": "dense", "units": 1}])", "huber", {3}, {0, 1}},
      {R"([{"layer": "dense", "units": 8}, "sigmoid", {"layer": "dense", "units": 1}])",
       "binary-cross-entropy",
       {3},
       {2, 1}},
      {R"([{"layer": "embedding", "features": 4}, {"layer": "lstm", "units": 6}, "layer-normalisation",
           {"layer": "convolution", "channels": 5, "kernel": 1}])",
       "cross-entropy",
       text,
       {5, 6}},
  };
  for (const auto& [layers, loss, sample, labels] : trials) {
    CAPTURE(layers);
    const auto model = network(layers, loss);
    const Learned made = learned(*model, sample, labels);
    CHECK(made.losses[1] < made.losses[0]);
    CHECK(made.losses[2] < made.losses[1]);
    CHECK(model->has_accuracy() == (labels.classes > 0));
    CHECK(made.evaluation.loss / 4.0 < made.losses[2]);  // four samples, the same without dropout
  }
}

}  // namespace
}  // namespace lowband
