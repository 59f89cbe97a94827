// SPDX-License-Identifier: Apache-2.0
#include "models/layers/last_step.hpp"

#include <algorithm>

#include "models/layers/onednn.hpp"
#include "models/layers/sequence.hpp"

namespace lowband {

namespace {

class TakingLast final : public Operation {
 public:
  TakingLast(Plan& plan, Value input, Value output)
      : step_(plan.samples() * plan.shape(output).size()),
        before_(step_ * (plan.shape(input).width - 1)),
        input_(input),
        output_(output),
        output_data_(plan.data(output)),
        gradient_(plan.gradient_part(input)) {}

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(input_), output_data_}, .backward = {}};
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override { std::copy_n(pass.at(input_) + before_, step_, pass.at(output_data_)); }
  void backward(Pass& pass) const override {
    if (!gradient_) return;
    std::fill_n(pass.at(*gradient_), before_, 0.0F);
    std::copy_n(pass.gradient_of(output_), step_, pass.at(*gradient_) + before_);
  }

 private:
  std::size_t step_;    ///< floats of one step
  std::size_t before_;  ///< those of all but the last
  Value input_;
  Value output_;
  Buffer output_data_;
  std::optional<Buffer> gradient_;
};

}  // namespace

Value LastStep::plan(Plan& plan, Value input) const {
  const Shape shape = plan.shape(input);
  const Value sequence =
      plan.reordered(input, sequence_desc(plan.samples(), shape.channels, shape.size() / shape.channels));
  const Value output = plan.value(sequence_desc(plan.samples(), shape.channels, 1));
  plan.add(std::make_unique<TakingLast>(plan, sequence, output), output);
  return output;
}

}  // namespace lowband
