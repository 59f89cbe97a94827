// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "models/layers/layer.hpp"

namespace lowband {

/// Layer normalisation (Ba et al., arXiv:1607.06450): y = weight (x - mean) / sqrt(variance + 1e-5) + bias, with mean
/// and variance over the channels of one place: all values of a sample that is a column, those of a step of a sequence,
/// those of a pixel. PyTorch's nn.LayerNorm of as many values, where channels come last. Its parameters are weight
/// [channels], 1 at first, and bias [channels], 0 at first.
class LayerNormalisation final : public Layer {
 public:
  Shape bind(const Shape& input) override;
  void list(const std::string& name, Inventory& inventory) const override;
  void initialise(std::span<float>& parameters, Stream& random) const override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  std::size_t channels_ = 0;
};

}  // namespace lowband
