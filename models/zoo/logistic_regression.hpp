// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/zoo/linear_classifier.hpp"

namespace lowband {

/// Binary logistic regression: log(1 + exp(-m)) at the margin m.
class LogisticRegression final : public LinearClassifier {
 public:
  [[nodiscard]] bool has_perplexity() const override { return true; }

 protected:
  [[nodiscard]] MarginLoss loss(double margin) const override;
};

}  // namespace lowband
