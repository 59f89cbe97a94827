#pragma once

#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"

namespace lowband {

/// x_0 <- x_bar: local SGD.
class NoOuterOptimizer final : public OuterOptimizer {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] bool takes_average() const override { return true; }
  [[nodiscard]] double flops_per_parameter() const override { return 0.0; }
  void step(std::span<float> /*model*/, std::span<float> /*gradient*/, std::span<float> /*momentum*/,
            double /*rate_ratio*/) const override {}
};

}  // namespace lowband
