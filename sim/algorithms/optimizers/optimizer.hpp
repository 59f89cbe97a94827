// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "sim/base/component.hpp"

namespace lowband {

/// One local step, apart from the gradient.
struct OptimizerStep {
  double learning_rate = 0.1;
  double weight_decay = 0.0;
  std::uint64_t number = 1;  ///< 1, 2, ... since the state was zero
};

/// A local optimiser: what a worker does with a stochastic gradient, as PyTorch's optimiser of this name. The object
/// holds parameters, so one serves all workers; what a worker keeps from step to step is its state, some vectors like
/// the model, one after the other, all zero at first.
class Optimizer : public Component {
 public:
  /// Vectors of the state: 1 for a momentum, 0 for plain SGD.
  [[nodiscard]] virtual std::size_t state_vectors() const = 0;
  /// Operations of a step per parameter, with weight decay or without.
  [[nodiscard]] virtual double flops_per_parameter(bool decays) const = 0;
  /// Whether weight decay is added to the gradient, as that of weight_decay / 2 ||x||^2 in the objective; else it is
  /// taken off the model, and is the gradient of nothing.
  [[nodiscard]] virtual bool decay_is_regulariser() const { return true; }
  /// One step; `gradient` is used up. Runs inside Worker::compute.
  virtual void step(std::span<float> model, std::span<float> gradient, std::span<float> state,
                    const OptimizerStep& step) const = 0;
  /// Whether step() leaves in `gradient` the direction d that it went along, x <- x - learning_rate d, to the bit.
  [[nodiscard]] virtual bool leaves_direction() const { return false; }

  /// point <- the point that Nesterov's momentum looks ahead from to `model`, which is the model itself where nothing
  /// looks ahead. `learning_rate` is that of the last step. Runs inside Worker::compute.
  virtual void without_look_ahead(std::span<const float> model, std::span<const float> /*state*/,
                                  double /*learning_rate*/, std::span<float> point) const {
    std::copy(model.begin(), model.end(), point.begin());
  }
  /// Operations of without_look_ahead() per parameter.
  [[nodiscard]] virtual double look_ahead_flops_per_parameter() const { return 0.0; }
};

[[nodiscard]] const Registry<Optimizer>& optimizers();

}  // namespace lowband
