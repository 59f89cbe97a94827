#pragma once

#include "models/zoo/dense_network.hpp"

namespace lowband {

/// Multilayer perceptron: dense hidden layers with ReLU, softmax cross-entropy on top.
class Mlp final : public DenseNetwork {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] std::vector<int> hidden_widths() const override { return hidden_; }

 private:
  std::vector<int> hidden_{128};
};

}  // namespace lowband
