#pragma once

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

  /// The learning rate of the local step that makes `iteration` of `iterations`.
  [[nodiscard]] double learning_rate_of(std::uint64_t iteration) const {
    return schedule->learning_rate(learning_rate, iteration - 1, iterations);
  }
};

}  // namespace lowband
