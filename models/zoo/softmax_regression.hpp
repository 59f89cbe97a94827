// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/zoo/deep_network.hpp"

namespace lowband {

/// Multinomial logistic regression: softmax(W x + b) with cross-entropy loss. Convex; d = (features + 1) classes.
class SoftmaxRegression final : public DeepNetwork {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] std::size_t evaluation_batch() const override { return 256; }

 protected:
  [[nodiscard]] Json layers(const Shape& /*sample*/, const LabelShape& labels) const override {
    return Json::array({{{"layer", "dense"}, {"name", "dense1"}, {"units", labels.classes}}});
  }
};

}  // namespace lowband
