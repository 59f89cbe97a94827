// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/linear_svm.hpp"

#include <algorithm>

namespace lowband {

void LinearSvm::parameters(Parameters& parameters) {
  LinearClassifier::parameters(parameters);
  parameters.choice("loss", loss_, {{"hinge", "that itself"}, {"squared-hinge", "its square"}},
                    "of how much a margin is short of 1");
}

LinearClassifier::MarginLoss LinearSvm::loss(double margin) const {
  const double shortfall = std::max(1.0 - margin, 0.0);  // NaN if the margin is
  if (loss_ == "squared-hinge") return {.value = shortfall * shortfall, .slope = -2.0 * shortfall};
  return {.value = shortfall, .slope = shortfall > 0.0 ? -1.0 : 0.0};
}

}  // namespace lowband
