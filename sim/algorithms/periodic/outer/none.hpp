// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"

namespace lowband {

/// x_0 <- x_bar: local SGD.
class NoOuterOptimizer final : public OuterOptimizer {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] bool takes_average() const override { return true; }
  [[nodiscard]] std::size_t state_vectors() const override { return 0; }
  [[nodiscard]] double flops_per_parameter() const override { return 0.0; }
  void step(std::span<float> /*model*/, std::span<float> /*gradient*/, std::span<float> /*state*/,
            const OuterTime& /*time*/) const override {}
};

}  // namespace lowband
