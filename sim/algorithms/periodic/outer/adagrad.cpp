// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/outer/adagrad.hpp"

#include <algorithm>
#include <cmath>

namespace lowband {

void OuterAdagrad::parameters(Parameters& parameters) {
  parameters.number("learning_rate", learning_rate_, {.least = 0, .above = true}, "", "of the outer step");
  // Without it what has never moved would be divided by zero.
  parameters.number("eps", eps_, {.least = 1e-30}, "", "added to the denominator; tau of FedAdagrad");
  parameters.number("initial_accumulator", initial_accumulator_, {.least = 0}, "",
                    "what the sum of squared moves begins from");
}

void OuterAdagrad::step(std::span<float> model, std::span<float> gradient, std::span<float> state,
                        const OuterTime& time) const {
  if (time.number == 1) std::fill(state.begin(), state.end(), static_cast<float>(initial_accumulator_));
  const std::size_t size = model.size();
  float* __restrict x = model.data();
  const float* __restrict g = gradient.data();
  float* __restrict n = state.data();
  const auto rate = static_cast<float>(learning_rate_);
  const auto eps = static_cast<float>(eps_);
  for (std::size_t k = 0; k < size; ++k) {
    n[k] += g[k] * g[k];
    x[k] -= rate * (g[k] / (std::sqrt(n[k]) + eps));
  }
}

}  // namespace lowband
