#include "sim/algorithms/schedules/schedule.hpp"

namespace lowband {

void Schedule::parameters(Parameters& parameters) {
  parameters.integer("warmup_steps", warmup_steps_, {}, "steps",
                     "the learning rate grows linearly from start_factor of it to all of it; 0: no warm-up");
  parameters.number("start_factor", start_factor_, {.least = 0, .most = 1, .above = true}, "",
                    "of the learning rate at the first step, if it warms up");
}

double Schedule::warmup(std::uint64_t t) const {
  if (t >= warmup_steps_) return 1.0;
  return start_factor_ + (1.0 - start_factor_) * static_cast<double>(t) / static_cast<double>(warmup_steps_);
}

}  // namespace lowband
