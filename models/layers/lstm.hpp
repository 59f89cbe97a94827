// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "models/layers/layer.hpp"

namespace lowband {

/// Layers of long short-term memory (Hochreiter & Schmidhuber, Neural Computation 9(8), 1997, with the forget gate of
/// Gers et al., 2000) over a sequence, as PyTorch's nn.LSTM: inputs are features x 1 x time, outputs units x 1 x time.
/// From x_t, h_{t-1} and c_{t-1}, which begin with 0,
///
///     i, f, g, o = sigmoid, sigmoid, tanh, sigmoid of W_ih x_t + b_ih + W_hh h_{t-1} + b_hh
///     c_t = f c_{t-1} + i g,   h_t = o tanh(c_t)
///
/// and the h_t of a layer are the x_t of the next. Tensors are weight_ih_l0 [4 units, features], weight_hh_l0
/// [4 units, units], bias_ih_l0 and bias_hh_l0 [4 units], gates in the order above, then those of layer 1.
class Lstm final : public Layer {
 public:
  Lstm(std::size_t units, std::size_t layers) : units_(units), layers_(layers) {}

  void parameters(Parameters& parameters) override;
  Shape bind(const Shape& input) override;
  void list(const std::string& name, Inventory& inventory) const override;
  /// Uniform within 1 / sqrt(units), as in PyTorch.
  void initialise(std::span<float>& parameters, Stream& random) const override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  [[nodiscard]] std::size_t features(std::size_t layer) const noexcept { return layer == 0 ? features_ : units_; }

  std::size_t units_;
  std::size_t layers_;
  std::size_t features_ = 0;
  std::size_t time_ = 0;
};

}  // namespace lowband
