// SPDX-License-Identifier: Apache-2.0
// The layers of recurrent networks against their definitions, as in layers_test.cpp.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "models/layers/convolution.hpp"
#include "models/layers/embedding.hpp"
#include "models/layers/last_step.hpp"
#include "models/layers/lstm.hpp"
#include "models/layers/onednn.hpp"
#include "models/layers/sequential.hpp"
#include "sim/base/error.hpp"
#include "tests/models/layers/checked_layer.hpp"
#include "tests/models/layers/references.hpp"

namespace lowband {
namespace {

using reference::Values;

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

/// One layer, x[sample][feature][time] to h[sample][unit][time].
Values lstm(const Values& x, std::size_t features, std::size_t units, std::size_t time, const Values& parameters,
            std::size_t& next) {
  const std::size_t input_weights = next;
  const std::size_t state_weights = input_weights + 4 * units * features;
  const std::size_t input_bias = state_weights + 4 * units * units;
  const std::size_t state_bias = input_bias + 4 * units;
  next = state_bias + 4 * units;
  Values y(x.size() / features * units);
  for (std::size_t sample = 0; sample < x.size() / (features * time); ++sample) {
    Values h(units);
    Values c(units);
    for (std::size_t t = 0; t < time; ++t) {
      Values sums(4 * units);
      for (std::size_t row = 0; row < sums.size(); ++row) {
        sums[row] = parameters[input_bias + row] + parameters[state_bias + row];
        for (std::size_t k = 0; k < features; ++k)
          sums[row] += parameters[input_weights + row * features + k] * x[(sample * features + k) * time + t];
        for (std::size_t k = 0; k < units; ++k) sums[row] += parameters[state_weights + row * units + k] * h[k];
      }
      for (std::size_t u = 0; u < units; ++u) {
        c[u] = sigmoid(sums[units + u]) * c[u] + sigmoid(sums[u]) * std::tanh(sums[2 * units + u]);
        h[u] = sigmoid(sums[3 * units + u]) * std::tanh(c[u]);
        y[(sample * units + u) * time + t] = h[u];
      }
    }
  }
  return y;
}

TEST_CASE("long short-term memory computes what it is defined to", "[layers]") {
  struct Case {
    std::size_t features;
    std::size_t units;
    std::size_t layers;
    std::size_t time;
  };
  for (const auto& [features, units, layers, time] : std::vector<Case>{{3, 5, 1, 4}, {8, 16, 2, 3}, {2, 3, 3, 1}}) {
    CAPTURE(features, units, layers, time);
    Lstm layer(units, layers);
    check_layer(layer, {features, 1, time}, 2,
                [in = features, out = units, count = layers, steps = time](Values x, const Values& parameters) {
                  std::size_t at = 0;
                  for (std::size_t i = 0; i < count; ++i) x = lstm(x, i == 0 ? in : out, out, steps, parameters, at);
                  return x;
                });
  }
}

TEST_CASE("long short-term memory reads blocked input", "[layers]") {
  const Convolution::Settings settings{.channels = 16, .kernel = 1, .padding = 0};
  const Shape shape{3, 1, 4};
  Sequential layers;
  layers.add<Convolution>("convolution", settings);
  layers.add<Lstm>("lstm", 6, 1);
  check_layer(layers, shape, 2, [&](const Values& x, const Values& parameters) {
    std::size_t at = 0;
    return lstm(reference::convolution(x, shape, settings, parameters, at), 16, 6, 4, parameters, at);
  });
}

TEST_CASE("the tensors of long short-term memory are called as PyTorch's", "[layers]") {
  Lstm layer(5, 2);
  CHECK(layer.bind({3, 1, 7}) == Shape{5, 1, 7});
  Inventory inventory;
  layer.list("lstm", inventory);
  std::vector<std::string> names;
  for (const auto& tensor : inventory.parameters) names.push_back(tensor.name);
  CHECK(names == std::vector<std::string>{"lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0",
                                          "lstm.bias_hh_l0", "lstm.weight_ih_l1", "lstm.weight_hh_l1",
                                          "lstm.bias_ih_l1", "lstm.bias_hh_l1"});
  CHECK(inventory.parameters[0].shape == std::vector<std::size_t>{20, 3});
  CHECK(inventory.parameters[5].shape == std::vector<std::size_t>{20, 5});
  CHECK(inventory.product_flops == std::vector<double>{2 * 7 * 60, 2 * 7 * 100, 0, 0, 2 * 7 * 100, 2 * 7 * 100, 0, 0});
}

TEST_CASE("the last step of a sequence is taken", "[layers]") {
  LastStep layer;
  const Shape shape{3, 1, 4};
  check_layer(layer, shape, 2, [](const Values& x, const Values&) {
    Values y;
    for (std::size_t i = 3; i < x.size(); i += 4) y.push_back(x[i]);
    return y;
  });
}

TEST_CASE("an embedding is a row for each symbol, and gathers their gradients", "[layers]") {
  Embedding layer(2);
  const Shape shape{.channels = 1, .width = 3, .symbols = 3};
  CHECK_THROWS_AS(layer.bind({1, 1, 3}), UsageError);  // numbers, but no symbols
  CHECK(layer.bind(shape) == Shape{2, 1, 3});
  // Two samples of three symbols; outputs by sample, feature and time.
  const std::vector<float> symbols = {0, 2, 2, 1, 0, 2};
  const std::vector<float> weights = {1, 2, 3, 4, 5, 6};
  CHECK(evaluated(layer, shape, symbols, weights, {}) == std::vector<float>{1, 5, 5, 2, 6, 6, 3, 1, 5, 4, 2, 6});

  Plan plan(shape, 2, Plan::Use::training);
  plan.finish(plan.plain(layer.plan(plan, plan.input())));
  FloatBuffer scratch(plan.scratch_size(), std::nanf(""));
  std::vector<float> gradient(6, std::nanf(""));
  Pass pass{.plan = plan,
            .input = symbols.data(),
            .scratch = scratch.data(),
            .parameters = weights.data(),
            .gradient = gradient.data(),
            .random = std::nullopt,
            .stream = onednn::stream()};
  plan.forward(pass);
  const std::vector<float> weighting = {1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400};
  std::copy(weighting.begin(), weighting.end(), pass.at(plan.output_gradient()));
  plan.backward(pass);
  // Symbol 0 stands first in the first sample and second in the second, and so on.
  CHECK(gradient == std::vector<float>{1 + 30, 2 + 40, 3, 4, 10 + 100 + 300, 20 + 200 + 400});
}

}  // namespace
}  // namespace lowband
