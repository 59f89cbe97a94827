// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/losses/loss.hpp"

namespace lowband {

/// Softmax cross-entropy (softmax_cross_entropy.hpp): classes x places outputs, and a class for each place.
class CrossEntropy final : public Loss {
 public:
  void require_labels(const LabelShape& labels) const override;
  void require_outputs(const Shape& outputs, const LabelShape& labels) const override;
  [[nodiscard]] bool has_accuracy() const override { return true; }
  [[nodiscard]] bool is_cross_entropy() const override { return true; }
  double gradient(const Outputs& outputs, const Batch& batch, float* gradient, Workspace& workspace) const override;
  [[nodiscard]] Evaluation evaluate(const Outputs& outputs, const Batch& batch, Workspace& workspace) const override;
};

}  // namespace lowband
