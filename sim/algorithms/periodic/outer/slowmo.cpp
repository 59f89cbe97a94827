// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/outer/slowmo.hpp"

namespace lowband {

void SlowMo::parameters(Parameters& parameters) {
  parameters.number("momentum", momentum_, {.least = 0, .most = 1}, "",
                    "beta: how much of the last block's move stays");
  parameters.number("learning_rate", learning_rate_, {.least = 0, .above = true}, "", "alpha");
}

void SlowMo::step(std::span<float> model, std::span<float> gradient, std::span<float> state,
                  const OuterTime& time) const {
  const std::size_t size = model.size();
  float* __restrict x = model.data();
  const float* __restrict g = gradient.data();
  float* __restrict v = state.data();
  const auto beta = static_cast<float>(momentum_ * time.rate_ratio);
  const auto alpha = static_cast<float>(learning_rate_);
  for (std::size_t k = 0; k < size; ++k) {
    v[k] = beta * v[k] + g[k];
    x[k] -= alpha * v[k];
  }
}

}  // namespace lowband
