// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/staleness/hinge.hpp"

#include <algorithm>

namespace lowband {

void HingeWeight::parameters(Parameters& parameters) {
  parameters.number("slope", slope_, {.least = 0, .above = true}, "",
                    "a: the weight is 1 / (a (tau - b) + 1) beyond the bound");
  parameters.number("bound", bound_, {.least = 0}, "steps", "b: up to this staleness the weight is 1");
}

double HingeWeight::weight(std::uint64_t staleness) const {
  const double beyond = std::max(0.0, static_cast<double>(staleness) - bound_);
  return 1.0 / (slope_ * beyond + 1.0);
}

}  // namespace lowband
