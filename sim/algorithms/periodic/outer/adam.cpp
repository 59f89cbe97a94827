// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/outer/adam.hpp"

#include <limits>

namespace lowband {

namespace {

/// The number of a step at which every power of a beta is 0 in double: no bias is left to correct.
constexpr std::uint64_t without_bias = std::numeric_limits<std::uint64_t>::max();

}  // namespace

void OuterAdam::parameters(Parameters& parameters) {
  parameters.number("learning_rate", learning_rate_, {.least = 0, .above = true}, "", "of the outer step");
  adam_.parameters(parameters);
  parameters.flag("bias_correction", bias_correction_,
                  "running averages are divided by what their weights add up to, as they begin from 0; false: FedAdam");
}

void OuterAdam::step(std::span<float> model, std::span<float> gradient, std::span<float> state,
                     const OuterTime& time) const {
  adam_.step(model, gradient, state,
             {.learning_rate = learning_rate_, .number = bias_correction_ ? time.number : without_bias});
}

}  // namespace lowband
