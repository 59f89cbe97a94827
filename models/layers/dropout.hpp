// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/layers/layer.hpp"

namespace lowband {

/// Dropout (Srivastava et al., JMLR 15, 2014, section 4): in training each value is 0 with probability `rate`, and
/// divided by 1 - rate otherwise, as decided by the step's random numbers; nothing changes without those, and in
/// evaluation.
class Dropout final : public Layer {
 public:
  /// `rate` is in [0, 1).
  explicit Dropout(double rate) : rate_(rate) {}

  void parameters(Parameters& parameters) override;
  Shape bind(const Shape& input) override { return input; }
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  double rate_;
};

}  // namespace lowband
