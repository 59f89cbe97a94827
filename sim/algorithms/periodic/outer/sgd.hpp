// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/optimizers/sgd.hpp"
#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"

namespace lowband {

/// PyTorch's SGD on the outer gradient D = x_0 - x_bar, as a server's FedAvgM (Hsu, Qi & Brown 2019, arXiv:1909.06335):
/// with momentum u <- momentum u + D, and D <- u, or D <- D + momentum u with `nesterov`; x_0 <- x_0 - learning_rate D.
/// At learning rate 1 without momentum it is local SGD, or FedAvg. Its state is u.
///
/// DiLoCo's (OuterNesterov) is the same with `nesterov` and other defaults. SlowMo's momentum is this one where the
/// learning rate of local steps stays the same.
class OuterSgd final : public OuterOptimizer {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override { sgd_.check(place); }
  /// x_0 - (x_0 - x_bar) is x_bar but for rounding.
  [[nodiscard]] bool takes_average() const override { return sgd_.state_vectors() == 0 && learning_rate_ == 1.0; }
  [[nodiscard]] std::size_t state_vectors() const override { return sgd_.state_vectors(); }
  [[nodiscard]] double flops_per_parameter() const override { return sgd_.flops_per_parameter(false); }
  void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
            const OuterTime& time) const override;

 private:
  double learning_rate_ = 1.0;
  Sgd sgd_;
};

}  // namespace lowband
