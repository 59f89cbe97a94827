// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/zoo/linear_classifier.hpp"

namespace lowband {

/// Linear support vector machine: max(0, 1 - m), or its square, at the margin m (Fan et al., "LIBLINEAR", JMLR 9, 2008:
/// L1-loss and L2-loss SVM). The slope of the former at m = 1, where it has none, is taken as 0.
class LinearSvm final : public LinearClassifier {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] MarginLoss loss(double margin) const override;

 private:
  std::string loss_ = "hinge";
};

}  // namespace lowband
