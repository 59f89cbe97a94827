// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "models/data/labels.hpp"
#include "models/model.hpp"
#include "models/workspace.hpp"
#include "sim/base/component.hpp"

namespace lowband {

/// What a network gives for a batch: of each sample `shape.channels` planes of as many values as there are places.
struct Outputs {
  const float* values;
  std::size_t samples;
  Shape shape;
};

/// What is made small by learning: the mean over all labels of a batch of how far the outputs are from them, as
/// PyTorch's losses with reduction="mean".
class Loss : public Component {
 public:
  /// The slots of a workspace from this one up to Workspace::first_slot_of_caller are the loss's.
  static constexpr std::size_t first_slot = 1;

  void parameters(Parameters& /*parameters*/) override {}

  /// Throws UsageError if it is not about such labels.
  virtual void require_labels(const LabelShape& labels) const = 0;
  /// Throws UsageError unless it takes such outputs where there are such labels.
  virtual void require_outputs(const Shape& outputs, const LabelShape& labels) const = 0;
  /// Whether an evaluation tells how many labels are told right.
  [[nodiscard]] virtual bool has_accuracy() const = 0;
  /// Whether it is minus the logarithm of a probability: of what the outputs take a label to be.
  [[nodiscard]] virtual bool is_cross_entropy() const { return false; }

  /// Writes the gradient of the mean loss in the outputs, and returns the mean loss.
  virtual double gradient(const Outputs& outputs, const Batch& batch, float* gradient, Workspace& workspace) const = 0;
  [[nodiscard]] virtual Evaluation evaluate(const Outputs& outputs, const Batch& batch, Workspace& workspace) const = 0;
};

[[nodiscard]] const Registry<Loss>& losses();

}  // namespace lowband
