#include "sim/algorithms/sgd.hpp"

namespace lowband {

void Sgd::step(std::span<float> model, std::span<float> gradient) {
  const std::size_t size = model.size();
  float* __restrict x = model.data();
  float* __restrict g = gradient.data();
  if (settings_.weight_decay != 0.0) {
    const auto decay = static_cast<float>(settings_.weight_decay);
    for (std::size_t k = 0; k < size; ++k) g[k] += decay * x[k];
  }
  if (settings_.momentum != 0.0) {
    if (velocity_.empty()) velocity_.assign(size, 0.0F);
    const auto momentum = static_cast<float>(settings_.momentum);
    float* __restrict u = velocity_.data();
    for (std::size_t k = 0; k < size; ++k) g[k] = u[k] = momentum * u[k] + g[k];
  }
  const auto rate = static_cast<float>(settings_.learning_rate);
  for (std::size_t k = 0; k < size; ++k) x[k] -= rate * g[k];
}

}  // namespace lowband
