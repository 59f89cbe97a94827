// SPDX-License-Identifier: Apache-2.0
// Every layer of deep networks against its definition: outputs, and gradients against central differences in double.
// Each is tried on plain input and behind a convolution, whose output stands in blocks of channels: with a number of
// channels that fills blocks and one that does not.

#include <catch2/catch.hpp>

#include <cmath>

#include "models/layers/activations.hpp"
#include "models/layers/batch_normalisation.hpp"
#include "models/layers/convolution.hpp"
#include "models/layers/dropout.hpp"
#include "models/layers/group_normalisation.hpp"
#include "models/layers/layer_normalisation.hpp"
#include "models/layers/linear.hpp"
#include "models/layers/pooling.hpp"
#include "models/layers/sequential.hpp"
#include "sim/base/error.hpp"
#include "tests/models/layers/checked_layer.hpp"
#include "tests/models/layers/references.hpp"

namespace lowband {
namespace {

using reference::Values;
/// What a layer computes from x of a shape, taking its parameters from `parameters` at `at`.
using ReferenceLayer =
    std::function<Values(const Values& x, const Shape& shape, const Values& parameters, std::size_t& at)>;

/// Checks a layer on plain input, and behind convolutions to 6 and to 16 channels.
template <class Kind, class... Arguments>
void check_everywhere(const ReferenceLayer& layer_reference, const Arguments&... arguments) {
  const Shape shape{2, 5, 4};
  {
    Kind layer(arguments...);
    check_layer(layer, shape, 2, [&](const Values& x, const Values& parameters) {
      std::size_t at = 0;
      return layer_reference(x, shape, parameters, at);
    });
  }
  for (const std::size_t channels : {6U, 16U}) {
    const Convolution::Settings settings{.channels = channels};
    Sequential layers;
    layers.add<Convolution>("convolution", settings);
    layers.add<Kind>("layer", arguments...);
    check_layer(layers, shape, 2, [&](const Values& x, const Values& parameters) {
      std::size_t at = 0;
      const Values between = reference::convolution(x, shape, settings, parameters, at);
      return layer_reference(between, {channels, shape.height, shape.width}, parameters, at);
    });
  }
}

TEST_CASE("convolutions compute what they are defined to", "[layers]") {
  const std::vector<std::pair<Shape, Convolution::Settings>> cases = {
      {{3, 8, 8}, {.channels = 16}},
      {{3, 7, 9}, {.channels = 5, .kernel = 5, .padding = 2, .bias = true}},
      {{1, 6, 6}, {.channels = 6, .kernel = 5, .padding = 0, .bias = true}},
      {{16, 6, 6}, {.channels = 32, .stride = 2}},
      {{16, 5, 5}, {.channels = 8, .kernel = 1, .stride = 2, .padding = 0}},
      {{6, 5, 5}, {.channels = 10, .bias = true}},
  };
  for (const auto& [shape, settings] : cases) {
    Convolution layer(settings);
    check_layer(layer, shape, 2, [&, at_shape = shape, as = settings](const Values& x, const Values& parameters) {
      std::size_t at = 0;
      return reference::convolution(x, at_shape, as, parameters, at);
    });
  }
}

TEST_CASE("wide convolutions, by whatever algorithm, compute what they are defined to", "[layers]") {
  // Maps of whole tiles of 4 x 4, of parts of them, with an edge less, and in blocks of channels from one to the other.
  const std::vector<std::pair<Shape, Convolution::Settings>> cases = {
      {{32, 8, 8}, {.channels = 32}},
      {{64, 9, 14}, {.channels = 32, .bias = true}},
      {{32, 10, 11}, {.channels = 48, .padding = 0}},
      {{40, 8, 9}, {.channels = 36}},
  };
  for (const auto& [shape, settings] : cases) {
    Sequential layers;
    layers.add<Convolution>("first", settings);
    const Shape between = layers.bind(shape);
    layers.add<Convolution>("second", Convolution::Settings{.channels = 32});
    check_large_layer(layers, shape, 2,
                      [&, at_shape = shape, as = settings](const Values& x, const Values& parameters) {
                        std::size_t at = 0;
                        const Values y = reference::convolution(x, at_shape, as, parameters, at);
                        return reference::convolution(y, between, {.channels = 32}, parameters, at);
                      });
  }
}

TEST_CASE("a convolution has no gradient of what nobody asks for, and reads blocked input", "[layers]") {
  const Convolution::Settings first{.channels = 6, .bias = true};
  const Convolution::Settings second{.channels = 9, .stride = 2};
  Sequential layers;
  layers.add<Convolution>("first", first);
  layers.add<Convolution>("second", second);
  const Shape shape{3, 6, 6};
  check_layer(layers, shape, 2, [&](const Values& x, const Values& parameters) {
    std::size_t at = 0;
    const Values between = reference::convolution(x, shape, first, parameters, at);
    return reference::convolution(between, {6, 6, 6}, second, parameters, at);
  });
}

TEST_CASE("batch normalisation computes what it is defined to", "[layers]") {
  for (const Activation activation : {Activation::none, Activation::relu}) {
    check_everywhere<BatchNormalisation>(
        [&](const Values& x, const Shape& shape, const Values& parameters, std::size_t& at) {
          Values y = reference::normalisation(x, shape, 0, parameters, at);
          return activation == Activation::relu ? reference::relu(y) : y;
        },
        activation);
  }
}

TEST_CASE("group normalisation computes what it is defined to", "[layers]") {
  for (const Activation activation : {Activation::none, Activation::relu}) {
    check_everywhere<GroupNormalisation>(
        [&](const Values& x, const Shape& shape, const Values& parameters, std::size_t& at) {
          Values y = reference::normalisation(x, shape, 2, parameters, at);
          return activation == Activation::relu ? reference::relu(y) : y;
        },
        std::size_t{2}, activation);
  }
}

/// `function` of each value.
ReferenceLayer of_each(double (*function)(double)) {
  return [function](Values x, const Shape&, const Values&, std::size_t&) {
    for (double& value : x) value = function(value);
    return x;
  };
}

TEST_CASE("functions of each value compute what they are defined to", "[layers]") {
  check_everywhere<Tanh>(of_each([](double x) { return std::tanh(x); }));
  check_everywhere<Sigmoid>(of_each([](double x) { return 1.0 / (1.0 + std::exp(-x)); }));
  check_everywhere<Gelu>(of_each([](double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); }));
  check_everywhere<Softplus>(of_each([](double x) { return std::log1p(std::exp(x)); }));
}

TEST_CASE("layer normalisation computes what it is defined to", "[layers]") {
  check_everywhere<LayerNormalisation>(
      [](const Values& x, const Shape& shape, const Values& parameters, std::size_t& at) {
        const std::size_t places = shape.height * shape.width;
        const auto channels = static_cast<double>(shape.channels);
        Values y(x.size());
        for (std::size_t begin = 0; begin < x.size(); begin += shape.size()) {
          for (std::size_t place = begin; place < begin + places; ++place) {
            double mean = 0.0;
            for (std::size_t c = 0; c < shape.channels; ++c) mean += x[place + c * places] / channels;
            double variance = 0.0;
            for (std::size_t c = 0; c < shape.channels; ++c)
              variance += std::pow(x[place + c * places] - mean, 2.0) / channels;
            for (std::size_t c = 0; c < shape.channels; ++c) {
              y[place + c * places] = parameters[at + c] * (x[place + c * places] - mean) / std::sqrt(variance + 1e-5) +
                                      parameters[at + shape.channels + c];
            }
          }
        }
        at += 2 * shape.channels;
        return y;
      });
}

TEST_CASE("ReLU, pooling and dense layers compute what they are defined to", "[layers]") {
  check_everywhere<ReLU>([](const Values& x, const Shape&, const Values&, std::size_t&) { return reference::relu(x); });
  for (const auto kind : {Pooling::Kind::max, Pooling::Kind::average}) {
    for (const std::size_t kernel : {2U, 3U}) {
      check_everywhere<Pooling>([&](const Values& x, const Shape& shape, const Values&,
                                    std::size_t&) { return reference::pooling(x, shape, kind, kernel, 2); },
                                kind, kernel, 2);
    }
  }
  check_everywhere<GlobalAveragePooling>([](const Values& x, const Shape& shape, const Values&, std::size_t&) {
    Values means(x.size() / (shape.height * shape.width));
    for (std::size_t i = 0; i < x.size(); ++i)
      means[i / (shape.height * shape.width)] += x[i] / static_cast<double>(shape.height * shape.width);
    return means;
  });
  check_everywhere<Linear>([](const Values& x, const Shape& shape, const Values& parameters,
                              std::size_t& at) { return reference::linear(x, shape.size(), 2, parameters, at); },
                           std::size_t{2});
}

Json convolution(std::size_t channels, std::size_t kernel, std::size_t stride) {
  return {{"layer", "convolution"}, {"channels", channels},  {"kernel", kernel},
          {"stride", stride},       {"padding", kernel / 2}, {"bias", false}};
}

Json normalisation(std::size_t groups) {
  if (groups == 0) return "batch-normalisation";
  return {{"layer", "group-normalisation"}, {"groups", groups}};
}

/// A basic block of He et al. with its ReLU.
void read_block(Sequential& block, std::size_t channels, std::size_t stride, std::size_t groups, const Json& shortcut) {
  const Json residual = Json::array({convolution(channels, 3, stride), normalisation(groups), "relu",
                                     convolution(channels, 3, 1), normalisation(groups)});
  block.read(Json::array({{{"layer", "residual"}, {"layers", residual}, {"shortcut", shortcut}}, "relu"}),
             Place("test"));
}

TEST_CASE("residual blocks pass their input on as it is, padded or projected", "[layers]") {
  for (const std::size_t groups : {0U, 2U}) {
    for (const bool projects : {false, true}) {
      for (const auto& [input, channels, stride] :
           {std::tuple{Shape{8, 5, 5}, 8U, 1U}, std::tuple{Shape{4, 6, 6}, 8U, 2U},
            std::tuple{Shape{8, 5, 7}, 16U, 2U}}) {
        const bool changes = stride != 1;
        Json shortcut = Json::array();
        if (changes && projects) {
          shortcut = Json::array({convolution(channels, 1, stride), normalisation(groups)});
        } else if (changes) {
          shortcut.push_back({{"layer", "padding-shortcut"}, {"channels", channels}, {"stride", stride}});
        }
        Sequential block;
        read_block(block, channels, stride, groups, shortcut);
        const auto reference_block = [&, shape = input, out = channels, step = stride](const Values& x,
                                                                                       const Values& parameters) {
          std::size_t at = 0;
          const Shape half{out, (shape.height + step - 1) / step, (shape.width + step - 1) / step};
          Values y = reference::convolution(x, shape, {.channels = out, .stride = step}, parameters, at);
          y = reference::relu(reference::normalisation(y, half, groups, parameters, at));
          y = reference::convolution(y, half, {.channels = out}, parameters, at);
          y = reference::normalisation(y, half, groups, parameters, at);
          Values passed_on = x;
          if (changes && projects) {
            passed_on = reference::convolution(x, shape, {.channels = out, .kernel = 1, .stride = step, .padding = 0},
                                               parameters, at);
            passed_on = reference::normalisation(passed_on, half, groups, parameters, at);
          } else if (changes) {
            passed_on.assign(y.size(), 0.0);
            for (std::size_t sample = 0; sample < x.size() / shape.size(); ++sample) {
              for (std::size_t c = 0; c < shape.channels; ++c) {
                for (std::size_t i = 0; i < half.height; ++i) {
                  for (std::size_t j = 0; j < half.width; ++j) {
                    passed_on[((sample * out + c) * half.height + i) * half.width + j] =
                        x[((sample * shape.channels + c) * shape.height + i * step) * shape.width + j * step];
                  }
                }
              }
            }
          }
          return reference::relu(reference::sum(y, passed_on));
        };
        check_layer(block, input, 2, reference_block);
      }
    }
  }
}

TEST_CASE("residuals one after the other and in one another add up the gradients of their inputs", "[layers]") {
  // ReLU(x' + N(C(x'))) with x' = x + tanh(x + N(C(x))), N normalisation and C convolution: the first sum goes into a
  // layer that needs it, and tanh needs its output, so that neither memory can be taken for the next sum.
  const Json inner = {{"layer", "residual"}, {"layers", {convolution(8, 3, 1), normalisation(2)}}};
  const Json outer = {{"layer", "residual"}, {"layers", {inner, "tanh"}}};
  Sequential blocks;
  blocks.read(Json::array({outer, inner, "relu"}), Place("test"));
  const Shape shape{8, 4, 4};
  check_layer(blocks, shape, 2, [&](Values x, const Values& parameters) {
    std::size_t at = 0;
    const auto with_residual = [&](const Values& input) {
      const Values y = reference::convolution(input, shape, {.channels = 8}, parameters, at);
      return reference::sum(reference::normalisation(y, shape, 2, parameters, at), input);
    };
    Values y = with_residual(x);
    for (double& value : y) value = std::tanh(value);
    return reference::relu(with_residual(reference::sum(y, x)));
  });
}

TEST_CASE("dropout keeps or drops each value by the step's random numbers", "[layers]") {
  const Shape shape{3, 4, 4};
  const std::size_t samples = 3;
  const Stream random(7, Purpose::batches, 2, 9);
  Dropout layer(0.25);
  check_layer(
      layer, shape, samples,
      [&](const Values& x, const Values&) {
        Stream same = random;
        Values y(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) y[i] = same.uniform() < 0.25F ? 0.0 : x[i] / 0.75;
        return y;
      },
      random);
  // Without random numbers, and in evaluation, nothing is dropped.
  Dropout quiet(0.25);
  check_layer(quiet, shape, samples, [](const Values& x, const Values&) { return x; });
  const std::vector<float> x = {1, 2, 3};
  CHECK(evaluated(quiet, {3}, x, {}, {}) == x);
}

TEST_CASE("batch normalisation in evaluation uses running statistics, a negative variance as 0", "[layers]") {
  BatchNormalisation layer;
  // Two channels of one pixel: weight (2, 3), bias (1, -1), running mean (1, 2), running variance (4, -0.5).
  const auto y = evaluated(layer, {2}, {3, 2.5, -1, 2}, {2, 3, 1, -1}, {1, 2, 4, -0.5});
  const double root = std::sqrt(4.0 + 1e-5);
  CHECK(static_cast<double>(y[0]) == Approx(2.0 * (3.0 - 1.0) / root + 1.0));
  CHECK(static_cast<double>(y[1]) == Approx(3.0 * 0.5 / std::sqrt(1e-5) - 1.0));
  CHECK(static_cast<double>(y[2]) == Approx(2.0 * (-1.0 - 1.0) / root + 1.0));
  CHECK(static_cast<double>(y[3]) == Approx(-1.0));
}

TEST_CASE("layers say what does not fit", "[layers]") {
  CHECK_THROWS_AS(Convolution({.channels = 4, .kernel = 5, .padding = 0}).bind({1, 4, 8}), UsageError);
  CHECK_THROWS_AS(Pooling(Pooling::Kind::max).bind({1, 1, 8}), UsageError);
  CHECK_THROWS_AS(GroupNormalisation(3).bind({16, 8, 8}), UsageError);
}

TEST_CASE("convolutions start by He et al.: variance 2 / fan-in", "[layers]") {
  Convolution layer({.channels = 64, .bias = true});
  (void)layer.bind({32, 8, 8});
  std::vector<float> parameters(64 * 32 * 9 + 64);
  std::span<float> rest(parameters);
  Stream random(1, Purpose::initial_model, 0, 0);
  layer.initialise(rest, random);
  const double count = 64 * 32 * 9;
  double sum = 0.0;
  double squares = 0.0;
  for (std::size_t i = 0; i < 64 * 32 * 9; ++i) {
    sum += static_cast<double>(parameters[i]);
    squares += static_cast<double>(parameters[i]) * static_cast<double>(parameters[i]);
  }
  const double variance = 2.0 / (32.0 * 9.0);
  CHECK(std::abs(sum / count) < 5.0 * std::sqrt(variance / count));
  CHECK(std::abs(squares / count - variance) < 5.0 * variance * std::sqrt(2.0 / count));
  for (std::size_t i = 64 * 32 * 9; i < parameters.size(); ++i) CHECK(parameters[i] == 0.0F);
}

}  // namespace
}  // namespace lowband
