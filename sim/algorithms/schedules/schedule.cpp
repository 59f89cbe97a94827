// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/schedules/schedule.hpp"

namespace lowband {

void Schedule::parameters(Parameters& parameters) {
  parameters.integer("warmup_steps", warmup_steps_, {}, "steps",
                     "the learning rate grows linearly from start_factor of it to all of it; 0: no warm-up");
  parameters.number("start_factor", start_factor_, {.least = 0, .most = 1, .above = true}, "",
                    "of the learning rate at the first step, if it warms up");
  parameters.no_effect_if([this] { return warmup_steps_ == 0 ? "without \"warmup_steps\" there is no warm-up" : ""; });
}

std::string Schedule::warning(std::uint64_t iterations) const {
  if (warmup_steps_ < iterations) return "";
  return fmt::format("warmup_steps {} do not end before training, {}: the whole learning rate is never reached",
                     warmup_steps_, iterations);
}

double Schedule::warmup(std::uint64_t t) const {
  if (t >= warmup_steps_) return 1.0;
  return start_factor_ + (1.0 - start_factor_) * static_cast<double>(t) / static_cast<double>(warmup_steps_);
}

}  // namespace lowband
