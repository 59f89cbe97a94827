// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/optimizers/adamw.hpp"
#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"

namespace lowband {

/// PyTorch's Adam (Kingma & Ba, ICLR 2015), without weight decay, on the outer gradient D = x_0 - x_bar. At the t-th
/// step, with betas b1, b2 and learning rate r:
///
///     m <- b1 m + (1 - b1) D;   v <- b2 v + (1 - b2) D^2;
///     x_0 <- x_0 - r / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps).
///
/// Without `bias_correction` the powers of betas are left out, which is FedAdam (Reddi et al., ICLR 2021,
/// arXiv:2003.00295, algorithm 2) with tau = eps, 1e-3 say, and b2 = 0.99, but that v begins from 0, where FedAdam's
/// begins from tau^2 or more. Its state is m, then v.
class OuterAdam final : public OuterOptimizer {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::size_t state_vectors() const override { return adam_.state_vectors(); }
  /// Without bias correction v's root is divided by nothing.
  [[nodiscard]] double flops_per_parameter() const override {
    return adam_.flops_per_parameter(false) - (bias_correction_ ? 0.0 : 1.0);
  }
  void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
            const OuterTime& time) const override;

 private:
  double learning_rate_ = 1e-3;
  bool bias_correction_ = true;
  AdamW adam_;
};

}  // namespace lowband
