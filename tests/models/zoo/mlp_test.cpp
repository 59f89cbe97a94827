// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/mlp.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/usage_error.hpp"

namespace lowband {
namespace {

std::unique_ptr<Model> make(const char* json, std::size_t features, int classes) {
  auto model = models().read(Json::parse(json), Place("test"));
  model->bind({features}, {classes});
  return model;
}

/// The mean loss of a dense ReLU network, in double and without a thought for speed.
double reference_loss(const std::vector<double>& parameters, const std::vector<std::size_t>& widths,
                      const Batch& batch) {
  double loss = 0.0;
  for (std::size_t sample = 0; sample < batch.size(); ++sample) {
    std::vector<double> x(widths[0]);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(batch.features[sample * x.size() + i]);
    std::size_t at = 0;
    for (std::size_t layer = 1; layer < widths.size(); ++layer) {
      std::vector<double> y(widths[layer]);
      const std::size_t biases = at + y.size() * x.size();
      for (std::size_t o = 0; o < y.size(); ++o) {
        y[o] = parameters[biases + o];
        for (std::size_t i = 0; i < x.size(); ++i) y[o] += parameters[at + o * x.size() + i] * x[i];
        if (layer + 1 < widths.size()) y[o] = std::max(y[o], 0.0);
      }
      at = biases + y.size();
      x = y;
    }
    double sum = 0.0;
    for (const double logit : x) sum += std::exp(logit);
    loss += std::log(sum) - x[batch.labels[sample]];
  }
  return loss / static_cast<double>(batch.size());
}

/// Random parameters, features and labels for a network.
struct Case {
  Case(const Model& model, const std::vector<std::size_t>& widths, std::size_t samples, std::size_t shift = 0)
      : parameters_storage(model.parameter_count() + shift),
        features_storage(samples * widths[0] + shift),
        labels(samples),
        parameters(std::span(parameters_storage).subspan(shift)),
        batch{std::span(features_storage).subspan(shift), labels} {
    Stream random(3, Purpose::data, 0, 0);
    model.initialise(parameters, random);
    for (std::size_t i = shift; i < features_storage.size(); ++i) features_storage[i] = random.normal();
    for (auto& label : labels) label = static_cast<Label>(random.below(static_cast<std::uint32_t>(widths.back())));
  }

  std::vector<float> parameters_storage;
  std::vector<float> features_storage;
  std::vector<Label> labels;
  std::span<float> parameters;
  Batch batch;
};

void check_gradient(const char* json, const std::vector<std::size_t>& widths, std::size_t samples) {
  const auto model = make(json, widths.front(), static_cast<int>(widths.back()));
  const Case problem(*model, widths, samples);
  Workspace workspace;
  std::vector<float> gradient(model->parameter_count());
  const double loss = model->gradient(problem.parameters, problem.batch, {}, gradient, workspace);
  std::vector<double> point(problem.parameters.begin(), problem.parameters.end());
  // Float rounding of a loss around 1: some 1e-7 each, over a few dozen operations.
  CHECK(loss == Approx(reference_loss(point, widths, problem.batch)).margin(2e-6));
  for (std::size_t i = 0; i < point.size(); ++i) {
    // Central differences in double: truncation h^2 f''' ~ 1e-10, rounding 1e-16 / h = 1e-11.
    constexpr double h = 1e-5;
    const double original = point[i];
    point[i] = original + h;
    const double above = reference_loss(point, widths, problem.batch);
    point[i] = original - h;
    const double below = reference_loss(point, widths, problem.batch);
    point[i] = original;
    REQUIRE(static_cast<double>(gradient[i]) == Approx((above - below) / (2.0 * h)).margin(2e-6));
  }
  const Evaluation evaluation = model->evaluate(problem.parameters, {}, problem.batch, workspace);
  CHECK(evaluation.loss / static_cast<double>(samples) == Approx(loss).margin(1e-12));
}

TEST_CASE("softmax regression: gradients agree with finite differences") {
  check_gradient(R"("softmax-regression")", {7, 3}, 5);
  check_gradient(R"("softmax-regression")", {20, 10}, 32);
}

TEST_CASE("mlp: gradients agree with finite differences") {
  check_gradient(R"({"name": "mlp", "hidden": [9]})", {12, 9, 4}, 6);
  check_gradient(R"({"name": "mlp", "hidden": [17, 5, 8]})", {10, 17, 5, 8, 3}, 9);
}

TEST_CASE("parameters and operations of dense networks, counted by hand") {
  const auto softmax = make(R"("softmax-regression")", 784, 10);
  CHECK(softmax->parameter_count() == 7850);                      // 784 * 10 + 10
  CHECK(softmax->gradient_flops(32) == 2.0 * 2 * 784 * 10 * 32);  // forward and gradient of the weights
  const auto mlp = make(R"("mlp")", 784, 10);
  CHECK(mlp->parameter_count() == 101770);  // 784 * 128 + 128 + 128 * 10 + 10
  // The second layer also has a gradient of its inputs.
  CHECK(mlp->gradient_flops(32) == 2.0 * 32 * (2 * 784 * 128 + 3 * 128 * 10));
  const auto layout = mlp->layout();
  REQUIRE(layout.size() == 4);
  CHECK(layout[0].name == "dense1.weight");
  CHECK(layout[0].shape == std::vector<std::size_t>{128, 784});
  CHECK(layout[3].name == "dense2.bias");
  CHECK(layout[3].shape == std::vector<std::size_t>{10});
}

TEST_CASE("softmax regression: a hand-derived gradient") {
  // One sample a = (1, 2) of class 0, all parameters 0: both classes have probability 1/2, the loss is ln 2, and
  // d loss / d W = (softmax - [c = 0]) a^T = (-1/2, -1; 1/2, 1), d loss / d b = (-1/2, 1/2).
  const auto model = make(R"("softmax-regression")", 2, 2);
  const std::vector<float> parameters(6, 0.0F);
  const std::vector<float> features = {1, 2};
  const std::vector<Label> labels = {0};
  std::vector<float> gradient(6);
  Workspace workspace;
  CHECK(model->gradient(parameters, {features, labels}, {}, gradient, workspace) == Approx(std::log(2.0)));
  CHECK(gradient == std::vector<float>{-0.5F, -1.0F, 0.5F, 1.0F, -0.5F, 0.5F});
}

TEST_CASE("a gradient does not depend on addresses, nor on what the workspace was used for") {
  const std::vector<std::size_t> widths = {37, 21, 10};
  const auto model = make(R"({"name": "mlp", "hidden": [21]})", 37, 10);
  Workspace workspace;
  std::vector<float> first(model->parameter_count());
  const Case aligned(*model, widths, 13);
  const double loss = model->gradient(aligned.parameters, aligned.batch, {}, first, workspace);
  for (std::size_t shift = 1; shift < 16; ++shift) {
    const Case shifted(*model, widths, 13, shift);
    std::vector<float> storage(first.size() + shift);
    const std::span<float> gradient = std::span(storage).subspan(shift);
    CHECK(model->gradient(shifted.parameters, shifted.batch, {}, gradient, workspace) == loss);
    CHECK(std::equal(first.begin(), first.end(), gradient.begin()));
    const Case larger(*model, widths, 64 + shift);
    (void)model->evaluate(larger.parameters, {}, larger.batch, workspace);
  }
}

TEST_CASE("the backward pass of a dense network is told by tensor, from the last layer to the first") {
  // 3-4-2, 5 samples: products of 2 * 12 * 5 = 120 and 2 * 8 * 5 = 80 flops. The second layer's gradient takes 80; the
  // first layer's waits for what the second passes on, 80 more, and takes 120. Forward: 120 + 80.
  const auto model = make(R"({"name": "mlp", "hidden": [4]})", 3, 2);
  CHECK(model->backward_flops(5) == std::vector<double>{200, 0, 80, 0});
  CHECK(model->gradient_flops(5) == 200 + 80 + 200);
}

TEST_CASE("a model that diverged has a loss of NaN") {
  const auto model = make(R"({"name": "mlp", "hidden": [4]})", 3, 2);
  std::vector<float> parameters(model->parameter_count(), std::nanf(""));
  const std::vector<float> features = {1, 2, 3};
  const std::vector<Label> labels = {0};
  std::vector<float> gradient(parameters.size());
  Workspace workspace;
  CHECK(std::isnan(model->gradient(parameters, {features, labels}, {}, gradient, workspace)));
  CHECK(std::isnan(model->evaluate(parameters, {}, {features, labels}, workspace).loss));
}

TEST_CASE("dense networks reject what does not fit") {
  CHECK_THAT(usage_error([] { make(R"("mlp")", 4, 1); }), Catch::Contains("at least 2 classes, these have 1"));
  CHECK_THAT(usage_error([] { make(R"({"name": "mlp", "hidden": [0]})", 4, 2); }), Catch::Contains("/hidden/0"));
}

}  // namespace
}  // namespace lowband
