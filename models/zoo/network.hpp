// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/zoo/deep_network.hpp"

namespace lowband {

/// A network whose layers and loss the experiment file lists. Its tensors are called by the layers' names, which are
/// by default their numbers, as in PyTorch's nn.Sequential: 0.weight, 0.bias, 2.weight.
class Network final : public DeepNetwork {
 public:
  Network();

  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] bool has_buffers() const override { return listed_.has_running(); }
  [[nodiscard]] bool has_accuracy() const override { return loss_->has_accuracy(); }

 protected:
  [[nodiscard]] Json layers(const Shape& sample, const LabelShape& labels) const override;
  [[nodiscard]] const Loss& loss() const override { return *loss_; }

 private:
  Sequential listed_;
  Json list_;  ///< the same, as it was read
  Named<Loss> loss_;
};

}  // namespace lowband
