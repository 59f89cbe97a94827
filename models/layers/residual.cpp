// SPDX-License-Identifier: Apache-2.0
#include "models/layers/residual.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/layers/rectifier.hpp"

namespace lowband {

namespace {

/// a + b, and ReLU of that if it `rectifies`. `sum` may stand in the memory of a.
class AddingUp final : public Operation {
 public:
  AddingUp(Plan& plan, bool rectifies, Value a, Value b, Value sum)
      : rectifies_(rectifies),
        size_(plan.desc(sum).get_size() / sizeof(float)),
        a_(a),
        b_(b),
        sum_(sum),
        sum_data_(plan.data(sum)),
        gradient_(plan.gradient_part(a)) {
    if (gradient_) plan.share_gradient_part(b, *gradient_);
  }

  [[nodiscard]] Touched touched(const Plan& plan) const override {
    Touched touched{.forward = {plan.data(a_), plan.data(b_), sum_data_}, .backward = {}};
    if (rectifies_) touched.backward.push_back(sum_data_);
    if (gradient_) touched.backward.push_back(*gradient_);
    return touched;
  }

  void forward(Pass& pass) const override {
    const float* __restrict b = pass.at(b_);
    float* __restrict y = pass.at(sum_data_);
    if (pass.at(a_) != y) std::copy_n(pass.at(a_), size_, y);
    if (rectifies_) {
      for (std::size_t i = 0; i < size_; ++i) y[i] = rectified(y[i] + b[i]);
    } else {
      for (std::size_t i = 0; i < size_; ++i) y[i] += b[i];
    }
  }

  void backward(Pass& pass) const override {
    if (!gradient_) return;
    const float* __restrict y = pass.at(sum_data_);
    const float* __restrict dy = pass.gradient_of(sum_);
    const float* __restrict more = pass.second_part_of(sum_);
    float* __restrict dx = pass.at(*gradient_);
    if (more == nullptr) {
      for (std::size_t i = 0; i < size_; ++i) dx[i] = rectifies_ ? before_rectifier(y[i], dy[i]) : dy[i];
    } else if (rectifies_) {
      before_rectifier(y, dy, more, size_, dx);
    } else {
      for (std::size_t i = 0; i < size_; ++i) dx[i] = dy[i] + more[i];
    }
  }
  [[nodiscard]] std::size_t parts_taken() const override { return 2; }

 private:
  bool rectifies_;
  std::size_t size_;
  Value a_;
  Value b_;
  Value sum_;
  Buffer sum_data_;
  std::optional<Buffer> gradient_;  ///< of both
};

}  // namespace

void Residual::parameters(Parameters& parameters) {
  residual_.declare(parameters, "layers from its input to its output", Parameters::Need::required);
  shortcut_.declare(parameters, "layers of the shortcut; none: the input itself");
}

Shape Residual::bind(const Shape& input) {
  const Shape output = residual_.bind(input);
  const Shape passed_on = shortcut_.bind(input);
  if (output.channels != passed_on.channels || output.height != passed_on.height || output.width != passed_on.width) {
    throw UsageError(fmt::format("its layers make {} of them and its shortcut {}: both must give the same",
                                 text(output), text(passed_on)));
  }
  return output;
}

void Residual::list(const std::string& name, Inventory& inventory) const {
  residual_.list(name, inventory);
  shortcut_.list(name + ".shortcut", inventory);
}

void Residual::initialise(std::span<float>& parameters, Stream& random) const {
  residual_.initialise(parameters, random);
  shortcut_.initialise(parameters, random);
}

void Residual::initialise_running(std::span<float>& running) const {
  residual_.initialise_running(running);
  shortcut_.initialise_running(running);
}

Value Residual::plan(Plan& plan, Value input) const {
  const Value residual = residual_.plan(plan, input);
  Value passed_on = shortcut_.plan(plan, input);
  passed_on = plan.reordered(passed_on, plan.desc(residual));
  // The residual begins with a layer that has a place of its own for the gradient of the input, so that this is not the
  // first one.
  const Value sum = plan.is_free(residual) ? plan.value_instead_of(residual) : plan.value(plan.desc(residual));
  plan.add(std::make_unique<AddingUp>(plan, rectifies_, residual, passed_on, sum), sum);
  return sum;
}

}  // namespace lowband
