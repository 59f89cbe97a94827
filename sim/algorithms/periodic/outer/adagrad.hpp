// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"

namespace lowband {

/// PyTorch's Adagrad on the outer gradient D = x_0 - x_bar: with n = initial_accumulator before the first step,
///
///     n <- n + D^2;   x_0 <- x_0 - learning_rate D / (sqrt(n) + eps).
///
/// DistBelief's servers have it for single gradients (Dean et al., NIPS 2012, section 4.1). FedAdagrad (Reddi et al.,
/// ICLR 2021, arXiv:2003.00295, algorithm 2, without its momentum) has tau for eps, 1e-3 say, and tau^2 or more for
/// initial_accumulator. Its state is n.
class OuterAdagrad final : public OuterOptimizer {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::size_t state_vectors() const override { return 1; }
  /// 2 for n, 2 for the denominator, 3 for x_0. A root and a division count as one each.
  [[nodiscard]] double flops_per_parameter() const override { return 7.0; }
  void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
            const OuterTime& time) const override;

 private:
  double learning_rate_ = 0.01;
  double eps_ = 1e-10;
  double initial_accumulator_ = 0.0;
};

}  // namespace lowband
