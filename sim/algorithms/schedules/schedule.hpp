// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "sim/base/component.hpp"

namespace lowband {

/// The learning rate over the local steps t = 0, 1, ..., N - 1 of a worker: that of the schedule itself, times a linear
/// warm-up. As PyTorch's ChainedScheduler of LinearLR and the scheduler of this name, stepped after every step.
class Schedule : public Component {
 public:
  /// Declares the warm-up. An override calls it last.
  void parameters(Parameters& parameters) override;

  /// The learning rate of step t of N, where the experiment says `initial`.
  [[nodiscard]] double learning_rate(double initial, std::uint64_t t, std::uint64_t iterations) const {
    return warmup(t) * annealed(initial, t, iterations);
  }

  /// What of it does not come about in so many iterations, a sentence; "" if all does.
  [[nodiscard]] virtual std::string warning(std::uint64_t iterations) const;

 protected:
  [[nodiscard]] virtual double annealed(double initial, std::uint64_t t, std::uint64_t iterations) const = 0;

 private:
  /// start_factor + (1 - start_factor) t / warmup_steps, and 1 from warmup_steps on.
  [[nodiscard]] double warmup(std::uint64_t t) const;

  std::uint64_t warmup_steps_ = 0;
  double start_factor_ = 1.0 / 3.0;
};

[[nodiscard]] const Registry<Schedule>& schedules();

}  // namespace lowband
