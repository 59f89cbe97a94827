// SPDX-License-Identifier: Apache-2.0
#include "tests/models/layers/checked_layer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "models/layers/onednn.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

namespace {

/// Passes its input on, and keeps the gradient that comes back: the input of a plan has none.
class Tap final : public Operation {
 public:
  Tap(Plan& plan, Value output, std::vector<float>& gradient)
      : input_(plan.input()), output_(output), output_data_(plan.data(output)), gradient_(gradient) {}

  [[nodiscard]] Touched touched(const Plan& /*plan*/) const override {
    return {.forward = {output_data_}, .backward = {}};
  }
  void forward(Pass& pass) const override { std::copy_n(pass.at(input_), gradient_.size(), pass.at(output_data_)); }
  void backward(Pass& pass) const override {
    std::copy_n(pass.gradient_of(output_), gradient_.size(), gradient_.begin());
  }

 private:
  Value input_;
  Value output_;
  Buffer output_data_;
  std::vector<float>& gradient_;
};

std::vector<float> normals(std::size_t count, std::uint32_t stream) {
  Stream random(11, Purpose::data, stream, 0);
  std::vector<float> values(count);
  for (float& value : values) value = random.normal();
  return values;
}

std::vector<double> doubles(const std::vector<float>& values) { return {values.begin(), values.end()}; }

/// `found` agrees with `expected` to within `tolerance` of the norm of `expected`.
void check_close(const std::vector<float>& found, const std::vector<double>& expected, double tolerance) {
  REQUIRE(found.size() == expected.size());
  double norm = 0.0;
  double distance = 0.0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    norm += expected[i] * expected[i];
    distance += std::pow(static_cast<double>(found[i]) - expected[i], 2.0);
  }
  CHECK(std::sqrt(distance) <= tolerance * std::max(std::sqrt(norm), 1e-3));
}

/// d/dv of `function`, by central differences.
std::vector<double> differences(std::vector<double> v,
                                const std::function<double(const std::vector<double>&)>& function) {
  constexpr double step = 1e-5;
  std::vector<double> slopes(v.size());
  for (std::size_t i = 0; i < v.size(); ++i) {
    const double middle = v[i];
    v[i] = middle + step;
    const double above = function(v);
    v[i] = middle - step;
    const double below = function(v);
    v[i] = middle;
    slopes[i] = (above - below) / (2.0 * step);
  }
  return slopes;
}

FloatBuffer scratch_of(const Plan& plan) { return FloatBuffer(plan.scratch_size(), std::nanf("")); }

/// What a layer made of random inputs and parameters, and the gradients of a random weighting of its outputs.
struct Execution {
  std::vector<float> inputs;
  std::vector<float> parameters;
  std::vector<float> outputs;
  std::vector<float> weighting;
  std::vector<float> input_gradient;
  std::vector<float> gradient;
};

Execution execute(Layer& layer, const Shape& input, std::size_t samples, const std::optional<Stream>& random) {
  (void)layer.bind(input);
  Inventory inventory;
  layer.list("layer", inventory);

  Execution made;
  made.inputs = normals(samples * input.size(), 1);
  made.input_gradient.resize(made.inputs.size());
  Plan plan(input, samples, Plan::Use::training);
  const Value tapped = plan.value(plan.desc(plan.input()));
  plan.add(std::make_unique<Tap>(plan, tapped, made.input_gradient), tapped);
  plan.finish(plan.plain(layer.plan(plan, tapped)));

  made.parameters = normals(size_of(inventory.parameters), 2);
  std::vector<float> initial(made.parameters.size());
  std::span<float> rest(initial);
  Stream seed(5, Purpose::initial_model, 0, 0);
  layer.initialise(rest, seed);
  REQUIRE(rest.empty());  // as many as are listed
  for (std::size_t i = 0; i < initial.size(); ++i) made.parameters[i] = initial[i] + 0.1F * made.parameters[i];

  // Scratch memory full of NaN: what is read has been written.
  FloatBuffer scratch = scratch_of(plan);
  made.gradient.assign(made.parameters.size(), std::nanf(""));
  Pass pass{.plan = plan,
            .input = made.inputs.data(),
            .scratch = scratch.data(),
            .parameters = made.parameters.data(),
            .gradient = made.gradient.data(),
            .random = random,
            .stream = onednn::stream()};
  plan.forward(pass);
  const float* const output = pass.at(plan.output());
  made.outputs.assign(output, output + samples * plan.shape(plan.output()).size());
  made.weighting = normals(made.outputs.size(), 3);
  std::copy(made.weighting.begin(), made.weighting.end(), pass.at(plan.output_gradient()));
  plan.backward(pass);
  return made;
}

/// sum_i weighting_i outputs_i.
double weighted(const std::vector<float>& weighting, const std::vector<double>& outputs) {
  double sum = 0.0;
  for (std::size_t i = 0; i < outputs.size(); ++i) sum += outputs[i] * static_cast<double>(weighting[i]);
  return sum;
}

/// The slopes of `function` in a few random directions are those of `gradient`, whose error is to stay within
/// `tolerance` of its norm: in a standard normal direction an error of that size has that standard deviation.
void check_slopes(const std::vector<float>& gradient, const std::vector<double>& at,
                  const std::function<double(const std::vector<double>&)>& function, double tolerance) {
  constexpr std::uint32_t directions = 4;
  constexpr double step = 1e-4;
  double squares = 0.0;
  for (const float slope : gradient) squares += std::pow(static_cast<double>(slope), 2.0);
  for (std::uint32_t i = 0; i < directions; ++i) {
    const std::vector<double> direction = doubles(normals(at.size(), 4 + i));
    double found = 0.0;
    std::vector<double> above = at;
    std::vector<double> below = at;
    for (std::size_t j = 0; j < at.size(); ++j) {
      found += static_cast<double>(gradient[j]) * direction[j];
      above[j] += step * direction[j];
      below[j] -= step * direction[j];
    }
    const double slope = (function(above) - function(below)) / (2.0 * step);
    CHECK(std::abs(found - slope) <= 5.0 * tolerance * std::sqrt(squares));
  }
}

/// Holds what a layer made to its reference; check_gradient(gradient, at, function) compares a gradient.
template <class CheckGradient>
void check_execution(const Execution& made, const Reference& reference, double tolerance,
                     const CheckGradient& check_gradient) {
  const auto inputs = doubles(made.inputs);
  const auto parameters = doubles(made.parameters);
  check_close(made.outputs, reference(inputs, parameters), tolerance);
  check_gradient(made.input_gradient, inputs,
                 [&](const auto& v) { return weighted(made.weighting, reference(v, parameters)); });
  check_gradient(made.gradient, parameters,
                 [&](const auto& v) { return weighted(made.weighting, reference(inputs, v)); });
}

}  // namespace

void check_layer(Layer& layer, const Shape& input, std::size_t samples, const Reference& reference,
                 const std::optional<Stream>& random) {
  const Execution made = execute(layer, input, samples, random);
  check_execution(made, reference, 2e-6, [](const auto& gradient, const auto& at, const auto& function) {
    check_close(gradient, differences(at, function), 1e-5);
  });
}

void check_large_layer(Layer& layer, const Shape& input, std::size_t samples, const Reference& reference) {
  const Execution made = execute(layer, input, samples, std::nullopt);
  check_execution(made, reference, 1e-5, [](const auto& gradient, const auto& at, const auto& function) {
    check_slopes(gradient, at, function, 1e-5);
  });
  check_close(evaluated(layer, input, made.inputs, made.parameters, {}),
              reference(doubles(made.inputs), doubles(made.parameters)), 1e-5);
}

std::vector<float> evaluated(Layer& layer, const Shape& input, const std::vector<float>& inputs,
                             const std::vector<float>& parameters, const std::vector<float>& running) {
  (void)layer.bind(input);
  Plan plan(input, inputs.size() / input.size(), Plan::Use::evaluation);
  plan.finish(plan.plain(layer.plan(plan, plan.input())));
  FloatBuffer scratch = scratch_of(plan);
  Pass pass{.plan = plan,
            .input = inputs.data(),
            .scratch = scratch.data(),
            .parameters = parameters.data(),
            .running = running.data(),
            .random = std::nullopt,
            .stream = onednn::stream()};
  plan.forward(pass);
  const float* const output = pass.at(plan.output());
  return {output, output + plan.samples() * plan.shape(plan.output()).size()};
}

}  // namespace lowband
