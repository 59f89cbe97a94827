// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/algorithms/optimizers/optimizer.hpp"
#include "sim/algorithms/schedules/schedule.hpp"

namespace lowband {

[[nodiscard]] Named<Optimizer> plain_sgd();
[[nodiscard]] Named<Schedule> constant_schedule();

/// How every worker trains between synchronisations, whatever the algorithm: "training" of an experiment.
struct TrainingSettings {
  std::uint64_t iterations = 0;  ///< N: local steps of each worker
  int batch_size = 32;           ///< samples of a step
  double learning_rate = 0.1;
  double weight_decay = 0.0;
  Named<Optimizer> optimizer = plain_sgd();
  Named<Schedule> schedule = constant_schedule();

  void parameters(Parameters& parameters);
  /// Those of the parameters that an algorithm may have for itself.
  void parameters_of_algorithms(Parameters& parameters);
  /// The JSON Schema of an object that holds some of these.
  [[nodiscard]] static Json schema_of_algorithms();
  /// These settings with `own` ones of an algorithm in their place. Throws UsageError that points into `place`, where
  /// the algorithm's stand.
  [[nodiscard]] TrainingSettings with(const Json& own, const Place& place);

  /// The factor of 1/2 ||x||^2 in the objective that the optimiser's gradients are of.
  [[nodiscard]] double regulariser() const { return optimizer->decay_is_regulariser() ? weight_decay : 0.0; }

  /// Operations of the optimiser in a local step, for each parameter.
  [[nodiscard]] double flops_per_parameter() const { return optimizer->flops_per_parameter(weight_decay != 0.0); }

  /// The learning rate of the local step that makes `iteration` of `iterations`. Who takes more steps than these, as
  /// fast workers do where nobody waits for the others, keeps that of the last of them.
  [[nodiscard]] double learning_rate_of(std::uint64_t iteration) const {
    return schedule->learning_rate(learning_rate, std::min(iteration, std::max<std::uint64_t>(iterations, 1)) - 1,
                                   iterations);
  }
};

}  // namespace lowband
