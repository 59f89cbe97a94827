// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/losses/pointwise_loss.hpp"

namespace lowband {

/// (output - label)^2, PyTorch's MSELoss.
class SquaredError final : public PointwiseLoss {
 protected:
  [[nodiscard]] Term term(double output, double label) const override {
    const double error = output - label;
    return {.value = error * error, .slope = 2.0 * error};
  }
};

}  // namespace lowband
