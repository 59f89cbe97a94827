// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/optimizers/sgd.hpp"

namespace lowband {

void Sgd::parameters(Parameters& parameters) {
  parameters.number("momentum", momentum_, {.least = 0, .most = 1}, "", "u <- momentum u + g; the step goes along u");
  parameters.flag("nesterov", nesterov_, "the step goes along g + momentum u");
}

void Sgd::check(const Place& place) {
  if (nesterov_ && momentum_ == 0.0) (place / "nesterov").fail("Nesterov's momentum needs a momentum above 0, found 0");
}

double Sgd::flops_per_parameter(bool decays) const {
  return 2.0 + (momentum_ != 0.0 ? 2.0 : 0.0) + (nesterov_ ? 2.0 : 0.0) + (decays ? 2.0 : 0.0);
}

void Sgd::step(std::span<float> model, std::span<float> gradient, std::span<float> state,
               const OptimizerStep& step) const {
  const std::size_t size = model.size();
  float* __restrict x = model.data();
  float* __restrict g = gradient.data();
  if (step.weight_decay != 0.0) {
    const auto decay = static_cast<float>(step.weight_decay);
    for (std::size_t k = 0; k < size; ++k) g[k] += decay * x[k];
  }
  if (momentum_ != 0.0) {
    const auto momentum = static_cast<float>(momentum_);
    float* __restrict u = state.data();
    if (nesterov_) {
      for (std::size_t k = 0; k < size; ++k) {
        u[k] = momentum * u[k] + g[k];
        g[k] += momentum * u[k];
      }
    } else {
      for (std::size_t k = 0; k < size; ++k) g[k] = u[k] = momentum * u[k] + g[k];
    }
  }
  const auto rate = static_cast<float>(step.learning_rate);
  for (std::size_t k = 0; k < size; ++k) x[k] -= rate * g[k];
}

void Sgd::without_look_ahead(std::span<const float> model, std::span<const float> state, double learning_rate,
                             std::span<float> point) const {
  if (!nesterov_) return Optimizer::without_look_ahead(model, state, learning_rate, point);
  const auto ahead = static_cast<float>(learning_rate * momentum_);
  const std::size_t size = model.size();
  for (std::size_t k = 0; k < size; ++k) point[k] = model[k] + ahead * state[k];
}

}  // namespace lowband
