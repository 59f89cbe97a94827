// SPDX-License-Identifier: Apache-2.0
#include "models/layers/dropout.hpp"

#include <algorithm>

namespace lowband {

namespace {

class DroppingOut final : public Operation {
 public:
  DroppingOut(Plan& plan, double rate, Value input, Value output)
      : rate_(static_cast<float>(rate)),
        scale_(static_cast<float>(1.0 / (1.0 - rate))),
        size_(plan.desc(input).get_size() / sizeof(float)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        factors_(plan.buffer(size_)),
        gradient_(plan.gradient_part(input)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(input_), output_data_, factors_}, .backward = {factors_}};
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override {
    const std::span<float> factors(pass.at(factors_), size_);
    if (pass.random) {
      pass.random->uniform(factors);
      for (float& factor : factors) factor = factor < rate_ ? 0.0F : scale_;
    } else {
      std::ranges::fill(factors, 1.0F);
    }
    multiply(pass.at(input_), factors.data(), pass.at(output_data_));
  }

  void backward(Pass& pass) const override {
    if (gradient_) multiply(pass.gradient_of(output_), pass.at(factors_), pass.at(*gradient_));
  }

 private:
  void multiply(const float* __restrict x, const float* __restrict factors, float* __restrict y) const {
    for (std::size_t i = 0; i < size_; ++i) y[i] = x[i] * factors[i];
  }

  float rate_;
  float scale_;
  std::size_t size_;
  Value input_;
  Value output_;
  Buffer output_data_;
  Buffer factors_;
  std::optional<Buffer> gradient_;
};

}  // namespace

void Dropout::parameters(Parameters& parameters) {
  parameters.number("rate", rate_, {.least = 0.0, .most = 0.99}, "", "probability that a value is set to zero");
}

Value Dropout::plan(Plan& plan, Value input) const {
  if (!plan.is_training()) return input;
  const Value output = plan.value(plan.desc(input));
  plan.add(std::make_unique<DroppingOut>(plan, rate_, input, output), output);
  return output;
}

}  // namespace lowband
