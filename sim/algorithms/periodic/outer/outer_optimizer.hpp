// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "sim/base/component.hpp"

namespace lowband {

/// When an outer step is made.
struct OuterTime {
  std::uint64_t number = 1;  ///< 1, 2, ...: which outer step it is
  double rate_ratio = 1.0;   ///< learning rate of the last local step over that before the outer step before
};

/// An outer optimiser: after the workers have averaged their models to x_bar, the step from the model x_0 that all of
/// them started the period from takes x_0 - x_bar for a gradient. What it keeps from step to step is its state, some
/// vectors like the model, one after the other, all zero at first. All workers do the same arithmetic on the same
/// numbers, so their models are still equal bit for bit.
class OuterOptimizer : public Component {
 public:
  /// Whether all start from the average itself: then there is nothing to do.
  [[nodiscard]] virtual bool takes_average() const { return false; }
  /// Vectors of the state: 1 for a momentum.
  [[nodiscard]] virtual std::size_t state_vectors() const = 0;
  /// Operations of step() per parameter.
  [[nodiscard]] virtual double flops_per_parameter() const = 0;
  /// x_0 <- the model to start from. `gradient` is x_0 - x_bar, and used up. Runs inside Worker::compute.
  virtual void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
                    const OuterTime& time) const = 0;
};

[[nodiscard]] const Registry<OuterOptimizer>& outer_optimizers();

}  // namespace lowband
