// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/outer/sgd.hpp"

namespace lowband {

void OuterSgd::parameters(Parameters& parameters) {
  parameters.number("learning_rate", learning_rate_, {.least = 0, .above = true}, "", "of the outer step");
  sgd_.parameters(parameters);
}

void OuterSgd::step(std::span<float> model, std::span<float> gradient, std::span<float> state,
                    const OuterTime& time) const {
  sgd_.step(model, gradient, state, {.learning_rate = learning_rate_, .number = time.number});
}

}  // namespace lowband
