// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/losses/loss.hpp"

namespace lowband {

/// The mean of a function of each output and the number that it should be: all of a loss but this function. A sample
/// has as many outputs as labels.
class PointwiseLoss : public Loss {
 public:
  /// Labels are real numbers.
  void require_labels(const LabelShape& labels) const override;
  void require_outputs(const Shape& outputs, const LabelShape& labels) const override;
  [[nodiscard]] bool has_accuracy() const override { return false; }
  double gradient(const Outputs& outputs, const Batch& batch, float* gradient, Workspace& workspace) const override;
  [[nodiscard]] Evaluation evaluate(const Outputs& outputs, const Batch& batch, Workspace& workspace) const override;

 protected:
  struct Term {
    double value;
    double slope;  ///< in the output
    bool is_right = false;
  };
  /// NaN for an output of NaN: a run that diverges must show it.
  [[nodiscard]] virtual Term term(double output, double label) const = 0;
};

}  // namespace lowband
