#pragma once

#include "models/layers/layer.hpp"

namespace lowband {

/// max(x, 0), element by element; NaN stays NaN.
class ReLU final : public Layer {
 public:
  Shape bind(const Shape& input) override { return input; }
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;
};

}  // namespace lowband
