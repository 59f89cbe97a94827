// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/periods/growing.hpp"

#include <algorithm>
#include <cmath>

namespace lowband {

void GrowingPeriod::parameters(Parameters& parameters) {
  parameters.integer("steps", steps_, {.least = 1}, "steps", "K of the first period");
  parameters.number("growth", growth_, {.least = 0, .above = true}, "",
                    "each period is longer than the last by this many times `steps`");
  parameters.integer("most", most_, {.least = 1}, "steps", "K never exceeds this", Parameters::Need::required);
}

void GrowingPeriod::check(const Place& place) {
  if (most_ < steps_) (place / "most").fail(fmt::format("expected at least \"steps\", {}, found {}", steps_, most_));
}

std::uint64_t GrowingPeriod::steps(std::uint64_t /*iteration*/, std::uint64_t synchronisations) const {
  const double grown = std::floor(steps_ * (1.0 + growth_ * static_cast<double>(synchronisations)));
  return static_cast<std::uint64_t>(std::min(grown, static_cast<double>(most_)));
}

std::string GrowingPeriod::warning(std::uint64_t iterations) const {
  return longer_than_training(steps_, 0, iterations);
}

std::string GrowingPeriod::text() const {
  return fmt::format("{} at first, then ever less often, at least {}", every_steps(steps_), every_steps(most_));
}

}  // namespace lowband
