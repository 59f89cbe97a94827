#pragma once

#include "models/zoo/dense_network.hpp"

namespace lowband {

/// Multinomial logistic regression: softmax(W x + b) with cross-entropy loss. Convex; d = (features + 1) classes.
class SoftmaxRegression final : public DenseNetwork {
 public:
  void parameters(Parameters& /*parameters*/) override {}

 protected:
  [[nodiscard]] std::vector<int> hidden_widths() const override { return {}; }
};

}  // namespace lowband
