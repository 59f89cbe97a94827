// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"

namespace lowband {

/// DiLoCo's outer optimiser (Douillard et al., 2023, arXiv:2311.08105, algorithm 1): PyTorch's SGD with Nesterov's
/// momentum on the outer gradient D = x_0 - x_bar: u <- momentum u + D; x_0 <- x_0 - learning_rate (D + momentum u). It
/// is OuterSgd with DiLoCo's defaults. Its state is u.
class OuterNesterov final : public OuterOptimizer {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::size_t state_vectors() const override { return 1; }
  [[nodiscard]] double flops_per_parameter() const override { return 6.0; }
  void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
            const OuterTime& time) const override;

 private:
  double learning_rate_ = 0.7;
  double momentum_ = 0.9;
};

}  // namespace lowband
