// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// One worker's side of an outer optimiser: the model that all workers last started from, and its state.
class OuterStep {
 public:
  OuterStep(const OuterOptimizer& optimizer, const FloatBuffer& initial)
      : optimizer_(optimizer), start_(initial), state_(optimizer.state_vectors() * initial.size(), 0.0F) {}

  /// Replaces the average of a synchronisation by the model to start from. `learning_rate` is that of the last local
  /// step. Runs inside Worker::compute.
  void take(std::span<float> average, double learning_rate);
  /// Of a model of so many parameters.
  [[nodiscard]] double flops(std::size_t parameters) const {
    return (1.0 + optimizer_.flops_per_parameter()) * static_cast<double>(parameters);
  }

 private:
  const OuterOptimizer& optimizer_;
  FloatBuffer start_;
  FloatBuffer state_;
  std::uint64_t steps_ = 0;
  std::optional<double> last_rate_;
};

}  // namespace lowband
