// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/outer/nesterov.hpp"

#include "sim/algorithms/optimizers/sgd.hpp"

namespace lowband {

void OuterNesterov::parameters(Parameters& parameters) {
  parameters.number("momentum", momentum_, {.least = 0, .most = 1, .above = true}, "", "of the outer gradients");
  parameters.number("learning_rate", learning_rate_, {.least = 0, .above = true}, "", "of the outer step");
}

void OuterNesterov::step(std::span<float> model, std::span<float> gradient, std::span<float> state,
                         const OuterTime& /*time*/) const {
  Sgd(momentum_, true).step(model, gradient, state, {.learning_rate = learning_rate_});
}

}  // namespace lowband
