// SPDX-License-Identifier: Apache-2.0
#include "models/losses/pointwise_loss.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

double label_of(const Batch& batch, std::size_t i) {
  return batch.values.empty() ? static_cast<double>(batch.labels[i]) : static_cast<double>(batch.values[i]);
}

}  // namespace

void PointwiseLoss::require_labels(const LabelShape& labels) const {
  if (labels.classes > 0) {
    throw UsageError(
        fmt::format("the loss is about labels that are real numbers, and these data have {} classes", labels.classes));
  }
}

void PointwiseLoss::require_outputs(const Shape& outputs, const LabelShape& labels) const {
  if (outputs.size() == labels.per_sample) return;
  throw UsageError(
      fmt::format("the layers give {} x {} x {} values; for these data the loss takes {}, one for each label",
                  outputs.channels, outputs.height, outputs.width, labels.per_sample));
}

double PointwiseLoss::gradient(const Outputs& outputs, const Batch& batch, float* gradient,
                               Workspace& /*workspace*/) const {
  const std::size_t count = outputs.samples * outputs.shape.size();
  const double share = 1.0 / static_cast<double>(count);
  double sum = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    const Term at = term(static_cast<double>(outputs.values[i]), label_of(batch, i));
    sum += at.value;
    gradient[i] = static_cast<float>(share * at.slope);
  }
  return sum * share;
}

Evaluation PointwiseLoss::evaluate(const Outputs& outputs, const Batch& batch, Workspace& /*workspace*/) const {
  const double share = 1.0 / static_cast<double>(outputs.shape.size());
  Evaluation evaluation;
  for (std::size_t i = 0; i < outputs.samples * outputs.shape.size(); ++i) {
    const Term at = term(static_cast<double>(outputs.values[i]), label_of(batch, i));
    evaluation.loss += share * at.value;
    if (at.is_right) evaluation.correct += share;
  }
  return evaluation;
}

}  // namespace lowband
