// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "models/layers/layer.hpp"

namespace lowband {

/// Windows of `kernel` x `kernel` values without padding, `stride` apart: the largest value of each (the first of
/// equals), or their mean. What does not fill a window at the lower and right edges is left out, as in PyTorch.
class Pooling final : public Layer {
 public:
  enum class Kind : std::uint8_t { max, average };

  /// Windows beside one another, unless there is another `stride`.
  explicit Pooling(Kind kind, std::size_t kernel = 2, std::optional<int> stride = std::nullopt)
      : kind_(kind), kernel_(kernel), stride_(stride) {}

  void parameters(Parameters& parameters) override;
  Shape bind(const Shape& input) override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  [[nodiscard]] std::size_t stride() const { return stride_ ? static_cast<std::size_t>(*stride_) : kernel_; }

  Kind kind_;
  std::size_t kernel_;
  std::optional<int> stride_;
};

/// The mean of each channel over all pixels.
class GlobalAveragePooling final : public Layer {
 public:
  Shape bind(const Shape& input) override { return {input.channels, 1, 1}; }
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;
};

}  // namespace lowband
