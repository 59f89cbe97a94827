// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/quadratic.hpp"

#include <algorithm>
#include <cmath>

namespace lowband {

void Quadratic::parameters(Parameters& parameters) {
  parameters.number("condition", condition_, {.least = 1.0, .most = 1e6}, "",
                    "the largest curvature; the smallest is 1");
}

void Quadratic::bind(const Shape& sample, const LabelShape& /*labels*/) {
  const std::size_t features = sample.size();
  curvature_.assign(features, 1.0F);
  for (std::size_t k = 1; k < features; ++k) {
    const double exponent = static_cast<double>(k) / static_cast<double>(features - 1);
    curvature_[k] = static_cast<float>(std::pow(condition_, exponent));
  }
}

Layout Quadratic::layout() const { return {{"x", {curvature_.size()}}}; }

void Quadratic::initialise(std::span<float> parameters, Stream random) const {
  for (float& parameter : parameters) parameter = random.normal();
}

double Quadratic::gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& /*mode*/,
                           std::span<float> gradient, Workspace& /*workspace*/) const {
  const std::size_t d = curvature_.size();
  const float share = 1.0F / static_cast<float>(batch.size());
  std::fill(gradient.begin(), gradient.end(), 0.0F);
  // Differences first, then the sum: the mean of the samples minus x would lose the digits that they share.
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const float* const a = batch.features.data() + i * d;
    for (std::size_t k = 0; k < d; ++k) gradient[k] += parameters[k] - a[k];
  }
  for (std::size_t k = 0; k < d; ++k) gradient[k] *= curvature_[k] * share;
  return loss(parameters, batch) / static_cast<double>(batch.size());
}

Evaluation Quadratic::evaluate(std::span<const float> parameters, std::span<const float> /*buffers*/,
                               const Batch& batch, Workspace& /*workspace*/) const {
  return {.loss = loss(parameters, batch), .correct = 0.0};
}

double Quadratic::loss(std::span<const float> parameters, const Batch& batch) const {
  const std::size_t d = curvature_.size();
  double sum = 0.0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const float* const a = batch.features.data() + i * d;
    for (std::size_t k = 0; k < d; ++k) {
      const double distance = static_cast<double>(parameters[k]) - static_cast<double>(a[k]);
      sum += static_cast<double>(curvature_[k]) * distance * distance;
    }
  }
  return 0.5 * sum;
}

double Quadratic::gradient_flops(std::size_t samples) const {
  return 3.0 * static_cast<double>(samples) * static_cast<double>(curvature_.size());
}

}  // namespace lowband
