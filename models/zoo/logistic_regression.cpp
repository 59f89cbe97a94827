// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/logistic_regression.hpp"

#include <algorithm>
#include <cmath>

namespace lowband {

LinearClassifier::MarginLoss LogisticRegression::loss(double margin) const {
  // No exponent is above 0, so that nothing overflows, and digits are kept on both sides.
  const double small = std::exp(-std::abs(margin));
  const double probability_of_other = (margin > 0.0 ? small : 1.0) / (1.0 + small);
  return {.value = std::max(-margin, 0.0) + std::log1p(small), .slope = -probability_of_other};
}

}  // namespace lowband
