// SPDX-License-Identifier: Apache-2.0
#include "models/losses/binary_cross_entropy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace lowband {

void BinaryCrossEntropy::require_labels(const LabelShape& labels) const {
  if (labels.classes != 2)
    throw UsageError(fmt::format("the binary cross-entropy needs data of 2 classes, these have {}", labels.classes));
}

PointwiseLoss::Term BinaryCrossEntropy::term(double output, double label) const {
  // No exponent is above 0, so that nothing overflows, and digits are kept on both sides.
  const double small = std::exp(-std::abs(output));
  const double probability = (output > 0.0 ? 1.0 : small) / (1.0 + small);
  return {.value = std::max(output, 0.0) - label * output + std::log1p(small),
          .slope = probability - label,
          .is_right = label > 0.5 ? output > 0.0 : output <= 0.0};
}

}  // namespace lowband
