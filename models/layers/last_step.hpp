// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/layers/layer.hpp"

namespace lowband {

/// The last step of a sequence: from features x 1 x time to features.
class LastStep final : public Layer {
 public:
  Shape bind(const Shape& input) override { return {input.channels, 1, 1}; }
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;
};

}  // namespace lowband
