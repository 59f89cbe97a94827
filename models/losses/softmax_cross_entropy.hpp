// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "models/model.hpp"

namespace lowband {

/// Softmax cross-entropy of a batch: with logits z and label y, loss = log(sum_c exp(z_c)) - z_y per sample, and
/// d loss / d z_c = softmax(z)_c - [c = y].
///
/// Logits are a classes x samples matrix by rows: all steps then run along the samples, in one order for any number of
/// classes. `scratch` has room for 3 floats per sample.

/// The sums over the batch of losses, of correct predictions (the first of equal maxima is the prediction; a NaN is
/// never correct), and, of more than five classes, of labels among the first five: fewer than five other classes have a
/// larger logit, or the same one and a smaller number. Classes whose logit is NaN come before all others, and a label
/// whose logit is NaN is not among the first. Overwrites the logits.
Evaluation evaluate_softmax_cross_entropy(std::span<float> logits, std::span<const Label> labels,
                                          std::span<float> scratch);

/// Replaces the logits by the gradient of the mean loss, and returns the mean loss.
double softmax_cross_entropy_gradient(std::span<float> logits, std::span<const Label> labels, std::span<float> scratch);

}  // namespace lowband
