// SPDX-License-Identifier: Apache-2.0
#include "sim/theory/measured_constants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "models/zoo/quadratic.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

using Vector = std::vector<double>;

double squared_norm(const Vector& vector) {
  double sum = 0.0;
  for (const double value : vector) sum += value * value;
  return sum;
}

/// The gradients of some samples at a model, one sample at a time.
struct SampleGradients {
  Vector mean;
  double mean_squared_norm = 0.0;
  double mean_loss = 0.0;

  /// E||g - E g||^2 of a single sample that is drawn at random.
  [[nodiscard]] double variance() const { return std::max(mean_squared_norm - squared_norm(mean), 0.0); }
};

SampleGradients gradients_at(const FloatBuffer& parameters, const Problem& problem,
                             std::span<const std::uint32_t> samples) {
  auto& scratch = ProblemScratch::of_this_thread();
  scratch.gradient.resize(parameters.size());
  SampleGradients found;
  found.mean.assign(parameters.size(), 0.0);
  const auto count = static_cast<double>(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Batch batch = scratch.gather(problem.model(), problem.data().train, samples.subspan(i, 1));
    found.mean_loss += problem.model().gradient(parameters, batch, {}, scratch.gradient, scratch.workspace) / count;
    for (std::size_t k = 0; k < parameters.size(); ++k) {
      const auto value = static_cast<double>(scratch.gradient[k]);
      found.mean[k] += value / count;
      found.mean_squared_norm += value * value / count;
    }
  }
  return found;
}

/// At most `most` of a worker's samples, spread evenly.
std::vector<std::uint32_t> some_of(const std::vector<std::uint32_t>& share, std::size_t most) {
  const std::size_t count = std::min(share.size(), most);
  std::vector<std::uint32_t> some(count);
  for (std::size_t i = 0; i < count; ++i) some[i] = share[i * share.size() / count];
  return some;
}

/// The mean over the workers of their gradients.
Vector mean_over_workers(const FloatBuffer& parameters, const Problem& problem,
                         std::span<const std::vector<std::uint32_t>> samples) {
  Vector mean(parameters.size(), 0.0);
  for (const auto& own : samples) {
    const SampleGradients found = gradients_at(parameters, problem, own);
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += found.mean[k] / static_cast<double>(samples.size());
  }
  return mean;
}

/// The largest eigenvalue of the Hessian at the initial model, or nearly so.
double curvature_at_start(const Problem& problem, std::span<const std::vector<std::uint32_t>> samples,
                          const Vector& gradient) {
  constexpr int iterations = 10;
  constexpr double step = 1e-2;  // long enough for the digits of floats
  Vector direction = gradient;
  double curvature = 0.0;
  for (int i = 0; i < iterations; ++i) {
    const double norm = std::sqrt(squared_norm(direction));
    if (!(norm > 0.0)) return 0.0;
    FloatBuffer there = problem.initial();
    for (std::size_t k = 0; k < there.size(); ++k) there[k] += static_cast<float>(step * direction[k] / norm);
    direction = mean_over_workers(there, problem, samples);
    for (std::size_t k = 0; k < direction.size(); ++k) direction[k] = (direction[k] - gradient[k]) / step;
    curvature = std::sqrt(squared_norm(direction));
  }
  return curvature;
}

std::string known(const char* name, double value, const std::string& how) {
  return fmt::format("{} = {:.4g} ({})", name, value, how);
}

}  // namespace

MeasuredConstants constants_of(const Problem& problem, std::span<const std::vector<std::uint32_t>> shares,
                               int batch_size) {
  if (problem.model().has_buffers()) {
    throw UsageError("--theory: batch normalisation makes gradients depend on whole batches: no bound is about that");
  }
  const auto* quadratic = dynamic_cast<const Quadratic*>(&problem.model());
  std::vector<std::vector<std::uint32_t>> samples;
  for (const auto& share : shares) {
    samples.push_back(some_of(share, quadratic != nullptr ? share.size() : most_samples_of_constants));
  }
  MeasuredConstants measured;
  ProblemConstants& constants = measured.constants;
  const auto workers = static_cast<double>(samples.size());
  std::vector<Vector> gradients;
  Vector mean(problem.parameter_count(), 0.0);
  double loss = 0.0;
  for (const auto& own : samples) {
    SampleGradients found = gradients_at(problem.initial(), problem, own);
    const double noise = found.variance() / static_cast<double>(batch_size);
    constants.noise_sq = std::max(constants.noise_sq, noise);
    constants.second_moment = std::max(constants.second_moment, noise + squared_norm(found.mean));
    loss += found.mean_loss / workers;
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += found.mean[k] / workers;
    gradients.push_back(std::move(found.mean));
  }
  for (const auto& own : gradients) {
    for (std::size_t k = 0; k < mean.size(); ++k) {
      constants.dissimilarity_sq += (own[k] - mean[k]) * (own[k] - mean[k]) / workers;
    }
  }
  const std::string at_start = quadratic != nullptr ? "exact" : "estimate at the initial model";
  if (quadratic != nullptr) {
    measured.is_exact = true;
    const auto curvature = quadratic->curvature();
    for (std::size_t k = 0; k < mean.size(); ++k) {
      const auto h = static_cast<double>(curvature[k]);
      constants.smoothness = std::max(constants.smoothness, h);
      constants.initial_gap += 0.5 * mean[k] * mean[k] / h;
    }
  } else {
    constants.smoothness = curvature_at_start(problem, samples, mean);
    constants.initial_gap = loss;
  }
  measured.words = {known("L", constants.smoothness, at_start), known("sigma^2", constants.noise_sq, at_start),
                    known("zeta^2", constants.dissimilarity_sq, at_start),
                    known("G^2", constants.second_moment, "estimate at the initial model"),
                    known("f(x_0) - f*", constants.initial_gap,
                          quadratic != nullptr ? "exact" : "estimate: f(x_0), as no loss is below 0")};
  return measured;
}

}  // namespace lowband
