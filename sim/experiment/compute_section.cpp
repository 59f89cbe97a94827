#include "sim/experiment/compute_section.hpp"

#include "sim/experiment/sections.hpp"

namespace lowband {

void declare_compute(Parameters& parameters, ComputeSettings& compute) {
  declare_object(parameters, "compute", "speed of the workers beyond that of their hosts", Parameters::Need::optional,
                 [&compute](Parameters& declared) {
                   declare_numbers(declared, "slowdown", compute.slowdown, {.least = 0, .above = true},
                                   "one factor per worker, by which its computations take longer; empty: all 1");
                   declared.number(
                       "jitter", compute.jitter, {.least = 0, .most = 2}, "",
                       "standard deviation of the logarithm of a random factor (mean 1) on every computation");
                   declare_quantity(declared, "step_time", compute.step_time_s, durations(),
                                    "of a local step, in place of its operations over the speed of the host");
                 });
}

}  // namespace lowband
