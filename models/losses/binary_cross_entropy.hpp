// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/losses/pointwise_loss.hpp"

namespace lowband {

/// log(1 + e^z) - y z of an output z and a class y, 0 or 1: the cross-entropy of the sigmoid of z (PyTorch's
/// BCEWithLogitsLoss). The class is told by the sign of z.
class BinaryCrossEntropy final : public PointwiseLoss {
 public:
  void require_labels(const LabelShape& labels) const override;
  [[nodiscard]] bool has_accuracy() const override { return true; }
  [[nodiscard]] bool is_cross_entropy() const override { return true; }

 protected:
  [[nodiscard]] Term term(double output, double label) const override;
};

}  // namespace lowband
