// SPDX-License-Identifier: Apache-2.0
#include "tests/algorithms/observing_model.hpp"

#include <algorithm>
#include <numeric>

namespace lowband::test {

void ObservingModel::bind(const Shape& sample, const LabelShape& /*labels*/) { size_ = sample.size(); }

Layout ObservingModel::layout() const { return {{"a", {size_ - 1}}, {"b", {1}}}; }

Layout ObservingModel::buffers() const { return {{"mean", {size_}}, {"batches", {1}}}; }

void ObservingModel::initialise(std::span<float> parameters, Stream random) const {
  for (float& value : parameters) value = random.normal();
}

void ObservingModel::initialise_buffers(std::span<float> buffers) const {
  std::fill(buffers.begin(), buffers.end(), 1.0F);
  buffers.back() = 0.0F;
}

double ObservingModel::gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                                std::span<float> gradient, Workspace& /*workspace*/) const {
  auto random = mode.random;
  double loss = 0.0;
  for (std::size_t k = 0; k < size_; ++k) {
    float mean = 0.0F;
    for (std::size_t i = 0; i < batch.size(); ++i) mean += batch.features[i * size_ + k];
    mean /= static_cast<float>(batch.size());
    if (!mode.buffers.empty()) mode.buffers[k] = 0.5F * mode.buffers[k] + 0.5F * mean;
    gradient[k] = parameters[k] - mean;
    loss += 0.5 * static_cast<double>(gradient[k]) * static_cast<double>(gradient[k]);
    if (random && random->uniform() < 0.5F) gradient[k] = 0.0F;
  }
  if (!mode.buffers.empty()) mode.buffers.back() += 1.0F;
  return loss;
}

Evaluation ObservingModel::evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                    const Batch& batch, Workspace& /*workspace*/) const {
  double product = 0.0;
  for (std::size_t k = 0; k < size_; ++k)
    product += static_cast<double>(parameters[k]) * static_cast<double>(buffers[k]);
  return {.loss = product * static_cast<double>(batch.size()), .correct = 0.0};
}

double ObservingModel::gradient_flops(std::size_t samples) const {
  return 5.0 * static_cast<double>(samples) * static_cast<double>(size_);
}

std::vector<double> ObservingModel::backward_flops(std::size_t samples) const {
  const double one = 4.0 * static_cast<double>(samples);
  return {one * static_cast<double>(size_ - 1), one};
}

OwningProblem observing_problem(int workers, std::size_t dimension, std::size_t samples_per_worker, int batch_size) {
  OwningProblem made = noisy_quadratic(workers, dimension, samples_per_worker, batch_size);
  made.model = std::make_unique<ObservingModel>();
  made.model->bind({dimension}, {1});
  std::vector<std::vector<std::uint32_t>> share(static_cast<std::size_t>(workers));
  std::uint32_t next = 0;
  for (auto& samples : share) {
    samples.resize(samples_per_worker);
    std::iota(samples.begin(), samples.end(), next);
    next += static_cast<std::uint32_t>(samples_per_worker);
  }
  made.problem = std::make_unique<Problem>(*made.model, made.data, share, batch_size, 1);
  return made;
}

}  // namespace lowband::test
