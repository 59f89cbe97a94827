// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "models/layers/layer.hpp"

namespace lowband {

/// A layer of a function of each value by itself. `Function` has
///
///     static float value(float x)
///     static float before(float v, float dy)    the gradient in x from that in y; v is y if is_by_output, else x
///     is_by_output
///     keeps_zero                                value(0) is 0
template <class Function>
class Elementwise : public Layer {
 public:
  Shape bind(const Shape& input) override { return input; }
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;
};

template <class Function>
class ElementwiseOperation final : public Operation {
 public:
  ElementwiseOperation(Plan& plan, Value input, Value output)
      : size_(plan.desc(input).get_size() / sizeof(float)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    const Buffer input = plan.data(input_);
    Touched touched{.forward = {input, output_data_}, .backward = {Function::is_by_output ? output_data_ : input}};
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override {
    const float* __restrict x = pass.at(input_);
    float* __restrict y = pass.at(output_data_);
    for (std::size_t i = 0; i < size_; ++i) y[i] = Function::value(x[i]);
  }

  void backward(Pass& pass) const override {
    if (!gradient_) return;
    const float* __restrict v = Function::is_by_output ? pass.at(output_data_) : pass.at(input_);
    const float* __restrict dy = pass.gradient_of(output_);
    float* __restrict dx = pass.at(*gradient_);
    for (std::size_t i = 0; i < size_; ++i) dx[i] = Function::before(v[i], dy[i]);
  }

 private:
  std::size_t size_;
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
};

template <class Function>
Value Elementwise<Function>::plan(Plan& plan, Value input) const {
  // Where blocks of channels have more places than there are channels, oneDNN counts on zeros there.
  const bool is_padded = plan.desc(input).get_size() / sizeof(float) > plan.samples() * plan.shape(input).size();
  const Value from = is_padded && !Function::keeps_zero ? plan.plain(input) : input;
  const Value output = plan.value(plan.desc(from));
  plan.add(std::make_unique<ElementwiseOperation<Function>>(plan, from, output), output);
  return output;
}

}  // namespace lowband
