// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/schedules/inverse_sqrt.hpp"

#include <cmath>

namespace lowband {

void InverseSqrtSchedule::parameters(Parameters& parameters) {
  parameters.number("timescale", timescale_, {.least = 0, .above = true}, "steps",
                    "after three of them the learning rate is half of what it was at first");
  Schedule::parameters(parameters);
}

double InverseSqrtSchedule::annealed(double initial, std::uint64_t t, std::uint64_t /*iterations*/) const {
  return initial / std::sqrt(1.0 + static_cast<double>(t) / timescale_);
}

}  // namespace lowband
