#pragma once

#include <span>

#include "sim/base/component.hpp"

namespace lowband {

/// An outer optimiser: after the workers have averaged their models to x_bar, the step from the model x_0 that all of
/// them started the period from takes x_0 - x_bar for a gradient, and has a momentum u of its own. All workers do the
/// same arithmetic on the same numbers, so their models are still equal bit for bit.
class OuterOptimizer : public Component {
 public:
  /// Whether all start from the average itself: then there is nothing to do.
  [[nodiscard]] virtual bool takes_average() const { return false; }
  /// Operations of step() per parameter.
  [[nodiscard]] virtual double flops_per_parameter() const = 0;
  /// x_0 <- the model to start from. `gradient` is x_0 - x_bar, and used up; `momentum` is zero at first. `rate_ratio`
  /// is the learning rate of the last local step over that before the synchronisation before, 1 at the first.
  virtual void step(std::span<float> model, std::span<float> gradient, std::span<float> momentum,
                    double rate_ratio) const = 0;
};

[[nodiscard]] const Registry<OuterOptimizer>& outer_optimizers();

}  // namespace lowband
