// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "sim/algorithms/optimizers/optimizer.hpp"

namespace lowband {

/// Adam with decoupled weight decay (Loshchilov & Hutter, ICLR 2019, algorithm 2), as PyTorch's AdamW. At its t-th
/// step, with betas b1, b2 and learning rate r:
///
///     x <- x - r weight_decay x;  m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;
///     x <- x - r / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps).
///
/// Its state is m, then v. A v below zero, which only a lossy code of averaged states can leave, counts as zero.
class AdamW final : public Optimizer {
 public:
  void parameters(Parameters& parameters) override;
  [[nodiscard]] std::size_t state_vectors() const override { return 2; }
  /// 3 for m, 4 for v, 3 for the denominator, 3 for x, and 1 for the decay. A root and a division count as one each.
  [[nodiscard]] double flops_per_parameter(bool decays) const override { return 13.0 + (decays ? 1.0 : 0.0); }
  [[nodiscard]] bool decay_is_regulariser() const override { return false; }
  void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
            const OptimizerStep& step) const override;

 private:
  std::array<double, 2> betas_ = {0.9, 0.999};
  double eps_ = 1e-8;
};

}  // namespace lowband
