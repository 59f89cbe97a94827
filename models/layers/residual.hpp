// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/layers/sequential.hpp"

namespace lowband {

/// y = F(x) + S(x) with layers F and S, the residual and the shortcut, which passes x on as it is if it has no layers
/// (He et al., CVPR 2016, figure 2). Tensors of F are called by their names in it, those of S with "shortcut." in
/// front.
class Residual final : public Layer {
 public:
  void parameters(Parameters& parameters) override;
  /// Throws UsageError unless both give the same shape.
  Shape bind(const Shape& input) override;
  [[nodiscard]] bool take_relu() override { return rectifies_ = true; }
  [[nodiscard]] bool has_running() const override { return residual_.has_running() || shortcut_.has_running(); }
  void list(const std::string& name, Inventory& inventory) const override;
  void initialise(std::span<float>& parameters, Stream& random) const override;
  void initialise_running(std::span<float>& running) const override;
  [[nodiscard]] Value plan(Plan& plan, Value input) const override;

 private:
  Sequential residual_{"layers"};
  Sequential shortcut_{"shortcut"};
  bool rectifies_ = false;
};

}  // namespace lowband
