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

}  // namespace

void check_layer(Layer& layer, const Shape& input, std::size_t samples, const Reference& reference,
                 const std::optional<Stream>& random) {
  (void)layer.bind(input);
  Inventory inventory;
  layer.list("layer", inventory);

  std::vector<float> input_gradient(samples * input.size());
  Plan plan(input, samples, Plan::Use::training);
  const Value tapped = plan.value(plan.desc(plan.input()));
  plan.add(std::make_unique<Tap>(plan, tapped, input_gradient), tapped);
  plan.finish(plan.plain(layer.plan(plan, tapped)));

  const std::vector<float> x = normals(input_gradient.size(), 1);
  std::vector<float> parameters = normals(size_of(inventory.parameters), 2);
  std::vector<float> initial(parameters.size());
  std::span<float> rest(initial);
  Stream seed(5, Purpose::initial_model, 0, 0);
  layer.initialise(rest, seed);
  REQUIRE(rest.empty());  // as many as are listed
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] = initial[i] + 0.1F * parameters[i];

  // Scratch memory full of NaN: what is read has been written.
  FloatBuffer scratch = scratch_of(plan);
  std::vector<float> gradient(parameters.size(), std::nanf(""));
  Pass pass{.plan = plan,
            .input = x.data(),
            .scratch = scratch.data(),
            .parameters = parameters.data(),
            .gradient = gradient.data(),
            .random = random,
            .stream = onednn::stream()};
  plan.forward(pass);
  const std::vector<double> expected = reference(doubles(x), doubles(parameters));
  const float* const output = pass.at(plan.output());
  check_close({output, output + expected.size()}, expected, 2e-6);

  const std::vector<float> weighting = normals(expected.size(), 3);
  std::copy(weighting.begin(), weighting.end(), pass.at(plan.output_gradient()));
  plan.backward(pass);
  const auto weighted = [&](const std::vector<double>& inputs, const std::vector<double>& values) {
    const std::vector<double> outputs = reference(inputs, values);
    double sum = 0.0;
    for (std::size_t i = 0; i < outputs.size(); ++i) sum += outputs[i] * static_cast<double>(weighting[i]);
    return sum;
  };
  check_close(input_gradient, differences(doubles(x), [&](const auto& v) { return weighted(v, doubles(parameters)); }),
              1e-5);
  check_close(gradient, differences(doubles(parameters), [&](const auto& v) { return weighted(doubles(x), v); }), 1e-5);
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
