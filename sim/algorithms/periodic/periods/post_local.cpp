// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/periods/post_local.hpp"

namespace lowband {

void PostLocalPeriod::parameters(Parameters& parameters) {
  parameters.integer("switch_at", switch_at_, {.least = 1}, "steps", "iteration up to which every step synchronises",
                     Parameters::Need::required);
  parameters.integer("steps", steps_, {.least = 1}, "steps", "K from there on", Parameters::Need::required);
}

std::uint64_t PostLocalPeriod::steps(std::uint64_t iteration, std::uint64_t /*synchronisations*/) const {
  return iteration < switch_at_ ? 1 : static_cast<std::uint64_t>(steps_);
}

std::string PostLocalPeriod::warning(std::uint64_t iterations) const {
  if (switch_at_ < iterations) return longer_than_training(steps_, switch_at_, iterations);
  return fmt::format("switch_at {} is not before the end, {}: every step synchronises", switch_at_, iterations);
}

std::string PostLocalPeriod::text() const {
  return fmt::format("every step up to iteration {}, then {}", switch_at_, every_steps(steps_));
}

}  // namespace lowband
