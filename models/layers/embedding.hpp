// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "models/layers/layer.hpp"

namespace lowband {

/// Learned vectors for the symbols of a sequence, as PyTorch's nn.Embedding: inputs are 1 x 1 x time, each value the
/// number of a symbol, of which there are so many; outputs are features x 1 x time. One tensor, weight [symbols,
/// features].
class Embedding final : public Layer {
 public:
  explicit Embedding(std::size_t features) : features_(features) {}

  void parameters(Parameters& parameters) override;
  /// Throws UsageError unless values are symbols.
  Shape bind(const Shape& input) override;
  void list(const std::string& name, Inventory& inventory) const override;
  /// Normal, of variance 1, as in PyTorch.
  void initialise(std::span<float>& parameters, Stream& random) const override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  std::size_t features_;
  std::size_t symbols_ = 0;
  std::size_t time_ = 0;
};

}  // namespace lowband
