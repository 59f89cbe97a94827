// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/schedules/cosine.hpp"

#include <cmath>
#include <numbers>

namespace lowband {

void CosineSchedule::parameters(Parameters& parameters) {
  parameters.integer("T_max", half_period_, {.least = 1}, "steps",
                     "after which the learning rate is eta_min; none: all iterations");
  parameters.number("eta_min", eta_min_, {.least = 0}, "", "the least learning rate");
  Schedule::parameters(parameters);
}

double CosineSchedule::annealed(double initial, std::uint64_t t, std::uint64_t iterations) const {
  const double half_period = half_period_ ? *half_period_ : static_cast<double>(iterations);
  const double angle = std::numbers::pi * static_cast<double>(t) / half_period;
  return eta_min_ + (initial - eta_min_) * (1.0 + std::cos(angle)) / 2.0;
}

}  // namespace lowband
