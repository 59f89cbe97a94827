// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/zoo/deep_network.hpp"

namespace lowband {

/// Tells the next symbol of a text from those before it: an embedding, layers of long short-term memory, and a dense
/// layer on what the last of them says at the end. By default of the sizes of McMahan et al., AISTATS 2017
/// (arXiv:1602.05629), section 3. Tensors are called as in PyTorch: embedding.weight, lstm.weight_ih_l0, ...,
/// fc.weight, fc.bias.
class LstmLanguageModel final : public DeepNetwork {
 public:
  void parameters(Parameters& parameters) override;

 protected:
  [[nodiscard]] Json layers(const Shape& sample, const LabelShape& labels) const override;

 private:
  int embedding_ = 8;
  int units_ = 256;
  int layers_ = 2;
};

}  // namespace lowband
