// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "models/losses/pointwise_loss.hpp"

namespace lowband {

/// e^2 / 2 of an error e of at most `delta`, and delta (|e| - delta / 2) of a larger one (Huber, 1964); PyTorch's
/// HuberLoss.
class Huber final : public PointwiseLoss {
 public:
  void parameters(Parameters& parameters) override {
    parameters.number("delta", delta_, {.least = 0.0, .most = 1e9, .above = true}, "",
                      "error from which the loss is linear");
  }

 protected:
  [[nodiscard]] Term term(double output, double label) const override {
    const double error = output - label;
    if (std::abs(error) > delta_) {
      return {.value = delta_ * (std::abs(error) - 0.5 * delta_), .slope = std::copysign(delta_, error)};
    }
    return {.value = 0.5 * error * error, .slope = error};
  }

 private:
  double delta_ = 1.0;
};

}  // namespace lowband
