// SPDX-License-Identifier: Apache-2.0
// Activations, layer normalisation and losses against values in float64, of which tests/reference/layers.py has made
// the fixture.
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "models/layers/activations.hpp"
#include "models/layers/layer_normalisation.hpp"
#include "models/layers/onednn.hpp"
#include "models/losses/loss.hpp"
#include "sim/base/json.hpp"

namespace lowband {
namespace {

using Values = std::vector<double>;

Json fixture() { return read_json_file(std::string(LOWBAND_SOURCE_DIR) + "/tests/reference/layers.json"); }

std::vector<float> floats(const Json& json) { return json.get<std::vector<float>>(); }

/// Each to within some units in the last place, and what is nearly nothing to within 1e-7: float32's error at 1.
void check_equal(const Values& found, const Json& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    CHECK(found[i] == Approx(expected[i].get<double>()).epsilon(1e-6).margin(1.2e-7));
}

Values doubles(const float* begin, std::size_t count) { return {begin, begin + count}; }

template <class Function>
void check_function(const Json& expected) {
  Values values;
  Values slopes;
  for (const float x : floats(expected["x"])) {
    const float y = Function::value(x);
    values.push_back(static_cast<double>(y));
    slopes.push_back(static_cast<double>(Function::before(Function::is_by_output ? y : x, 1.0F)));
  }
  check_equal(values, expected["y"]);
  check_equal(slopes, expected["slope"]);
  CHECK(std::isnan(Function::value(std::numeric_limits<float>::quiet_NaN())));
}

TEST_CASE("activations have the values and slopes of PyTorch's definitions", "[layers]") {
  const Json expected = fixture()["activations"];
  check_function<RectifierFunction>(expected["relu"]);
  check_function<TanhFunction>(expected["tanh"]);
  check_function<SigmoidFunction>(expected["sigmoid"]);
  check_function<GeluFunction>(expected["gelu"]);
  check_function<SoftplusFunction>(expected["softplus"]);
}

TEST_CASE("activations give the same bits at any place in an array", "[layers]") {
  const auto check = [](const auto& function) {
    std::vector<float> values(61, 0.7310F);
    for (float& value : values) value = function(value);
    for (const float value : values) REQUIRE(value == values.front());
  };
  check([](float x) { return TanhFunction::value(x); });
  check([](float x) { return SigmoidFunction::value(x); });
  check([](float x) { return GeluFunction::before(x, 1.25F); });
  check([](float x) { return SoftplusFunction::value(x); });
}

TEST_CASE("layer normalisation has the values and gradients of PyTorch's definition", "[layers]") {
  const Json expected = fixture()["layer_norm"];
  const std::vector<float> input = floats(expected["input"]);
  const std::size_t channels = input.size();
  std::vector<float> parameters = floats(expected["weight"]);
  for (const float bias : floats(expected["bias"])) parameters.push_back(bias);
  LayerNormalisation layer;
  (void)layer.bind({channels});
  Plan plan({channels}, 1, Plan::Use::training);
  plan.finish(plan.plain(layer.plan(plan, plan.input())));
  FloatBuffer scratch(plan.scratch_size());
  std::vector<float> gradient(2 * channels);
  Pass pass{.plan = plan,
            .input = input.data(),
            .scratch = scratch.data(),
            .parameters = parameters.data(),
            .gradient = gradient.data(),
            .random = std::nullopt,
            .stream = onednn::stream()};
  plan.forward(pass);
  check_equal(doubles(pass.at(plan.output()), channels), expected["output"]);
  const std::vector<float> delta = floats(expected["output_gradient"]);
  std::copy(delta.begin(), delta.end(), pass.at(plan.output_gradient()));
  plan.backward(pass);
  check_equal(doubles(gradient.data(), channels), expected["weight_gradient"]);
  check_equal(doubles(gradient.data() + channels, channels), expected["bias_gradient"]);
}

TEST_CASE("losses have the means and gradients of PyTorch's definitions", "[losses]") {
  for (const Json& expected : fixture()["losses"]) {
    CAPTURE(expected["loss"].dump());
    const auto loss = losses().read(expected["loss"], Place("fixture"));
    const std::vector<float> outputs = floats(expected["outputs"]);
    std::vector<float> values;
    std::vector<Label> classes;
    if (loss->has_accuracy()) {
      classes = expected["labels"].get<std::vector<Label>>();
    } else {
      values = floats(expected["labels"]);
    }
    // Four samples of two labels each.
    const Batch batch{.features = {}, .labels = classes, .values = values, .labels_per_sample = 2};
    const Outputs given{outputs.data(), 4, {2, 1, 1}};
    Workspace workspace;
    std::vector<float> gradient(outputs.size());
    const double mean = loss->gradient(given, batch, gradient.data(), workspace);
    CHECK(mean == Approx(expected["mean"].get<double>()).epsilon(1e-6));
    check_equal(doubles(gradient.data(), gradient.size()), expected["gradient"]);
    const Evaluation evaluation = loss->evaluate(given, batch, workspace);
    CHECK(evaluation.loss == Approx(4.0 * mean));
    // Signs against classes: 0.5 is 1, -2.25 is 0, 1.75 is 1, -0.625 is 0, 12 is 1, -30 is 0; 3 and 0 are wrong.
    CHECK(evaluation.correct == (loss->has_accuracy() ? 3.0 : 0.0));
  }
}

TEST_CASE("cross-entropy of sequences is the mean over their steps", "[losses]") {
  // Two samples of two classes at two steps; outputs by sample, class and step. At every step one class has 0 and the
  // other log 3, so that their probabilities are 1/4 and 3/4.
  const float three = std::log(3.0F);
  const std::vector<float> outputs = {0, three, three, 0, 0, 0, three, three};
  const std::vector<Label> labels = {1, 0, 0, 1};  // with 3/4, 3/4, 1/4 and 3/4
  const Batch batch{.features = {}, .labels = labels, .labels_per_sample = 2};
  const Outputs given{outputs.data(), 2, {2, 1, 2}};
  const auto loss = losses().read("cross-entropy", Place("test"));
  Workspace workspace;
  std::vector<float> gradient(outputs.size());
  const double sum = -(3.0 * std::log(0.75) + std::log(0.25));
  CHECK(loss->gradient(given, batch, gradient.data(), workspace) == Approx(sum / 4.0).epsilon(1e-6));
  check_equal(doubles(gradient.data(), 8), Json({0.0625, -0.0625, -0.0625, 0.0625, -0.1875, 0.0625, 0.1875, -0.0625}));
  const Evaluation evaluation = loss->evaluate(given, batch, workspace);
  CHECK(evaluation.loss == Approx(sum / 2.0).epsilon(1e-6));
  CHECK(evaluation.correct == 1.5);
}

TEST_CASE("of sequences, each label counts alike among the first five", "[losses]") {
  // One sample of seven classes at three steps, whose logits fall from class to class at every step: the class 4 is the
  // fifth, 5 the sixth. Two of three labels are among the first five.
  std::vector<float> outputs;
  for (int c = 0; c < 7; ++c) outputs.insert(outputs.end(), 3, static_cast<float>(-c));
  const std::vector<Label> labels = {4, 5, 0};
  const Batch batch{.features = {}, .labels = labels, .labels_per_sample = 3};
  Workspace workspace;
  const auto loss = losses().read("cross-entropy", Place("test"));
  CHECK(loss->evaluate({outputs.data(), 1, {7, 1, 3}}, batch, workspace).in_top_5 == Approx(2.0 / 3.0));
}

}  // namespace
}  // namespace lowband
