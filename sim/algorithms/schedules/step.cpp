// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/schedules/step.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lowband {

void StepSchedule::parameters(Parameters& parameters) {
  parameters.integers("milestones", milestones_, {.least = 1}, "local steps after which the learning rate falls");
  parameters.number("gamma", gamma_, {.least = 0}, "", "factor on the learning rate at each milestone");
  Schedule::parameters(parameters);
}

void StepSchedule::check(const Place& place) {
  if (milestones_.empty()) (place / "milestones").fail("expected a list of at least one step");
  for (std::size_t i = 1; i < milestones_.size(); ++i) {
    if (milestones_[i] > milestones_[i - 1]) continue;
    (place / "milestones" / i)
        .fail(fmt::format("expected a step after {}, found {}", milestones_[i - 1], milestones_[i]));
  }
}

std::string StepSchedule::warning(std::uint64_t iterations) const {
  const auto is_too_late = [&](int milestone) { return static_cast<std::uint64_t>(milestone) >= iterations; };
  const auto late = std::find_if(milestones_.begin(), milestones_.end(), is_too_late);
  if (late == milestones_.end()) return Schedule::warning(iterations);
  return fmt::format("the learning rate does not fall at the milestones from {} on: training ends at {}", *late,
                     iterations);
}

double StepSchedule::annealed(double initial, std::uint64_t t, std::uint64_t /*iterations*/) const {
  double rate = initial;
  for (const int milestone : milestones_) {
    if (static_cast<std::uint64_t>(milestone) <= t) rate *= gamma_;
  }
  return rate;
}

}  // namespace lowband
