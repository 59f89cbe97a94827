// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"

namespace lowband {

/// SlowMo (Wang, Tantia, Ballas & Rabbat, ICLR 2020, arXiv:1910.00643, algorithm 1): u <- beta u + (x_0 - x_bar) /
/// gamma; x_0 <- x_0 - alpha gamma u, gamma being the learning rate of the last local step. With alpha = 1 it is BMUF
/// (Chen & Huo, ICASSP 2016); with beta = 0 and one worker Lookahead (Zhang et al., NeurIPS 2019); with alpha = 1 and
/// beta = 0 local SGD.
///
/// What is kept is not u but gamma u, the last move of a block, so that gamma counts only where a schedule changes it:
/// v <- beta (gamma / gamma before) v + (x_0 - x_bar); x_0 <- x_0 - alpha v. Its state is v.
class SlowMo final : public OuterOptimizer {
 public:
  explicit SlowMo(double momentum = 0.5, double learning_rate = 1.0)
      : momentum_(momentum), learning_rate_(learning_rate) {}

  void parameters(Parameters& parameters) override;
  /// x_0 - (x_0 - x_bar) is x_bar but for rounding.
  [[nodiscard]] bool takes_average() const override { return momentum_ == 0.0 && learning_rate_ == 1.0; }
  [[nodiscard]] std::size_t state_vectors() const override { return 1; }
  [[nodiscard]] double flops_per_parameter() const override { return 4.0; }
  void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
            const OuterTime& time) const override;

 private:
  double momentum_;
  double learning_rate_;
};

}  // namespace lowband
