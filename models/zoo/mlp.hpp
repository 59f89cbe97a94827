// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/zoo/deep_network.hpp"

namespace lowband {

/// Multilayer perceptron: dense hidden layers, each with a function of its values, and a dense layer to the classes.
class Mlp final : public DeepNetwork {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::size_t evaluation_batch() const override { return 256; }

 protected:
  [[nodiscard]] Json layers(const Shape& sample, const LabelShape& labels) const override;

 private:
  std::vector<int> hidden_{128};
  std::string activation_ = "relu";
};

}  // namespace lowband
