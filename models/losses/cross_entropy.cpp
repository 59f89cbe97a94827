// SPDX-License-Identifier: Apache-2.0
#include "models/losses/cross_entropy.hpp"

#include <fmt/format.h>

#include "models/losses/softmax_cross_entropy.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

enum Slot : std::size_t { logits = Loss::first_slot, per_label };

/// Of all samples and places one class after the other, as softmax cross-entropy takes them, or back.
template <class Copy>
void for_each(const Outputs& outputs, Copy copy) {
  const std::size_t places = outputs.shape.height * outputs.shape.width;
  const std::size_t labels = outputs.samples * places;
  for (std::size_t sample = 0; sample < outputs.samples; ++sample) {
    for (std::size_t c = 0; c < outputs.shape.channels; ++c) {
      for (std::size_t place = 0; place < places; ++place) {
        copy((sample * outputs.shape.channels + c) * places + place, c * labels + sample * places + place);
      }
    }
  }
}

std::span<float> logits_of(const Outputs& outputs, Workspace& workspace) {
  const std::span<float> by_class = workspace.floats(Slot::logits, outputs.samples * outputs.shape.size());
  for_each(outputs, [&](std::size_t at, std::size_t in_class) { by_class[in_class] = outputs.values[at]; });
  return by_class;
}

}  // namespace

void CrossEntropy::require_labels(const LabelShape& labels) const {
  if (labels.classes < 2)
    throw UsageError(fmt::format("a classifier needs data of at least 2 classes, these have {}", labels.classes));
}

void CrossEntropy::require_outputs(const Shape& outputs, const LabelShape& labels) const {
  const auto classes = static_cast<std::size_t>(labels.classes);
  if (outputs.channels == classes && outputs.height * outputs.width == labels.per_sample) return;
  throw UsageError(
      fmt::format("the layers give {} x {} x {} values; for these data the cross-entropy takes {} x 1 x {}, "
                  "as many channels as classes and as many places as labels",
                  outputs.channels, outputs.height, outputs.width, classes, labels.per_sample));
}

double CrossEntropy::gradient(const Outputs& outputs, const Batch& batch, float* gradient, Workspace& workspace) const {
  const std::span<float> by_class = logits_of(outputs, workspace);
  const double loss = softmax_cross_entropy_gradient(by_class, batch.labels,
                                                     workspace.floats(Slot::per_label, 3 * batch.labels.size()));
  for_each(outputs, [&](std::size_t at, std::size_t in_class) { gradient[at] = by_class[in_class]; });
  return loss;
}

Evaluation CrossEntropy::evaluate(const Outputs& outputs, const Batch& batch, Workspace& workspace) const {
  Evaluation evaluation = evaluate_softmax_cross_entropy(logits_of(outputs, workspace), batch.labels,
                                                         workspace.floats(Slot::per_label, 3 * batch.labels.size()));
  const auto per_sample = static_cast<double>(batch.labels_per_sample);
  return {.loss = evaluation.loss / per_sample,
          .correct = evaluation.correct / per_sample,
          .in_top_5 = evaluation.in_top_5 / per_sample};
}

}  // namespace lowband
