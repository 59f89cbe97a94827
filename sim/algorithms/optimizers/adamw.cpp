// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/optimizers/adamw.hpp"

#include <algorithm>
#include <cmath>

namespace lowband {

namespace {

/// A number from 0 to below 1: with a beta of 1 nothing would ever be learned.
bool is_beta(const Json& json) { return json.is_number() && json.get<double>() >= 0.0 && json.get<double>() < 1.0; }

}  // namespace

void AdamW::parameters(Parameters& parameters) {
  Parameter betas;
  betas.name = "betas";
  betas.type = "list of two numbers from 0 to below 1";
  betas.help = "how much of the running averages of gradients and of their squares stays at a step";
  betas.schema = {{"type", "array"},
                  {"items", {{"type", "number"}, {"minimum", 0}, {"exclusiveMaximum", 1}}},
                  {"minItems", 2},
                  {"maxItems", 2}};
  betas.read = [this](const Json& json, const Place& place) {
    if (!json.is_array() || json.size() != 2) place.expected("two numbers from 0 to below 1", json);
    for (std::size_t i = 0; i < 2; ++i) {
      if (!is_beta(json[i])) (place / i).expected("a number from 0 to below 1", json[i]);
      betas_[i] = json[i].get<double>();
    }
  };
  betas.value = [this] { return Json::array({betas_[0], betas_[1]}); };
  parameters.add(std::move(betas));
  parameters.number("eps", eps_, {.least = 0}, "", "added to the denominator");
}

void AdamW::step(std::span<float> model, std::span<float> gradient, std::span<float> state,
                 const OptimizerStep& step) const {
  const std::size_t size = model.size();
  float* __restrict x = model.data();
  const float* __restrict g = gradient.data();
  float* __restrict m = state.data();
  float* __restrict v = state.data() + size;
  const auto number = static_cast<double>(step.number);
  const auto kept = static_cast<float>(1.0 - step.learning_rate * step.weight_decay);
  const auto beta1 = static_cast<float>(betas_[0]);
  const auto beta2 = static_cast<float>(betas_[1]);
  const auto rest1 = static_cast<float>(1.0 - betas_[0]);
  const auto rest2 = static_cast<float>(1.0 - betas_[1]);
  const auto rate = static_cast<float>(step.learning_rate / (1.0 - std::pow(betas_[0], number)));
  const auto root = static_cast<float>(std::sqrt(1.0 - std::pow(betas_[1], number)));
  const auto eps = static_cast<float>(eps_);
  for (std::size_t k = 0; k < size; ++k) {
    m[k] = beta1 * m[k] + rest1 * g[k];
    v[k] = beta2 * std::max(v[k], 0.0F) + rest2 * g[k] * g[k];
    x[k] = kept * x[k] - rate * (m[k] / (std::sqrt(v[k]) / root + eps));
  }
}

}  // namespace lowband
