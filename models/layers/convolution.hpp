// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "models/layers/layer.hpp"

namespace lowband {

/// A two-dimensional convolution (cross-correlation, as everywhere in this field) with zero padding:
/// y[o, i, j] = bias[o] + sum over c, u, v of weight[o, c, u, v] x[c, stride i + u - padding, stride j + v - padding].
/// Its parameters are weight [channels, input channels, kernel, kernel] and, if it has one, bias [channels].
class Convolution final : public Layer {
 public:
  struct Settings {
    std::size_t channels;
    std::size_t kernel = 3;
    std::size_t stride = 1;
    std::size_t padding = 1;
    bool bias = false;  ///< of no use before a normalisation
  };

  explicit Convolution(const Settings& settings) : settings_(settings) {}

  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  Shape bind(const Shape& input) override;
  void list(const std::string& name, Inventory& inventory) const override;
  /// Weights normal with variance 2 / (input channels kernel^2) (He et al., ICCV 2015, eq. 10), biases 0.
  void initialise(std::span<float>& parameters, Stream& random) const override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  [[nodiscard]] std::size_t weights() const noexcept;

  Settings settings_;
  Shape input_;
  Shape output_;
};

}  // namespace lowband
