#pragma once

#include <cstddef>

#include "models/layers/layer.hpp"

namespace lowband {

/// Windows of `kernel` x `kernel` values without padding, `stride` apart: the largest value of each (the first of
/// equals), or their mean. What does not fill a window at the lower and right edges is left out, as in PyTorch.
class Pooling final : public Layer {
 public:
  enum class Kind : std::uint8_t { max, average };

  Pooling(Kind kind, std::size_t kernel, std::size_t stride) : kind_(kind), kernel_(kernel), stride_(stride) {}

  Shape bind(const Shape& input) override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  Kind kind_;
  std::size_t kernel_;
  std::size_t stride_;
};

/// The mean of each channel over all pixels.
class GlobalAveragePooling final : public Layer {
 public:
  Shape bind(const Shape& input) override { return {input.channels, 1, 1}; }
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;
};

}  // namespace lowband
