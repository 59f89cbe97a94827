// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/linear_classifier.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/layers/dense.hpp"
#include "models/layers/matrix_product.hpp"

namespace lowband {

namespace {

float dot(const SparseRow& row, std::span<const float> weights) {
  float sum = 0.0F;
  for (std::size_t k = 0; k < row.columns.size(); ++k) sum += row.values[k] * weights[row.columns[k]];
  return sum;
}

void add_multiple(const SparseRow& row, float factor, std::span<float> to) {
  for (std::size_t k = 0; k < row.columns.size(); ++k) to[row.columns[k]] += factor * row.values[k];
}

double sign_of(Label label) { return label == 1 ? 1.0 : -1.0; }

}  // namespace

void LinearClassifier::parameters(Parameters& parameters) {
  parameters.flag("bias", bias_, "whether the hyperplane may pass by the origin");
}

void LinearClassifier::bind(const Shape& sample, const LabelShape& labels) {
  if (labels.classes != 2)
    throw UsageError(fmt::format("a binary classifier needs data of 2 classes, these have {}", labels.classes));
  if (labels.per_sample != 1)
    throw UsageError(fmt::format("a binary classifier tells one class of a sample, these have {}", labels.per_sample));
  features_ = sample.size();
  stored_ = sample.stored.value_or(static_cast<double>(features_));
}

Layout LinearClassifier::layout() const {
  Layout tensors = {{"weight", {features_}}};
  if (bias_) tensors.push_back({"bias", {1}});
  return tensors;
}

void LinearClassifier::initialise(std::span<float> parameters, Stream random) const {
  Dense(features_, 1).initialise(parameters, random);
}

void LinearClassifier::score(std::span<const float> parameters, const Batch& batch, std::span<float> scores) const {
  const float bias = bias_ ? parameters.back() : 0.0F;
  if (batch.is_sparse()) {
    for (std::size_t i = 0; i < batch.size(); ++i) scores[i] = dot(batch.rows[i], parameters) + bias;
  } else {
    multiply_by_rows(batch.features.data(), batch.size(), parameters.data(), 1, features_, &bias,
                     {scores.data(), 1, batch.size()});
  }
}

double LinearClassifier::gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& /*mode*/,
                                  std::span<float> gradient, Workspace& workspace) const {
  const std::size_t samples = batch.size();
  const std::span<float> slopes = workspace.floats(0, samples);  // of the mean loss over the scores
  score(parameters, batch, slopes);
  double sum = 0.0;
  for (std::size_t i = 0; i < samples; ++i) {
    const double sign = sign_of(batch.labels[i]);
    const MarginLoss at = loss(sign * static_cast<double>(slopes[i]));
    sum += at.value;
    slopes[i] = static_cast<float>(sign * at.slope / static_cast<double>(samples));
  }
  if (batch.is_sparse()) {
    std::fill(gradient.begin(), gradient.end(), 0.0F);
    for (std::size_t i = 0; i < samples; ++i) add_multiple(batch.rows[i], slopes[i], gradient);
  } else {
    multiply({slopes.data(), samples, 1}, 1, samples, batch.features.data(), features_, gradient.data());
  }
  if (bias_) {
    float& bias = gradient.back();
    bias = 0.0F;
    for (const float slope : slopes) bias += slope;
  }
  return sum / static_cast<double>(samples);
}

Evaluation LinearClassifier::evaluate(std::span<const float> parameters, std::span<const float> /*buffers*/,
                                      const Batch& batch, Workspace& workspace) const {
  const std::span<float> scores = workspace.floats(0, batch.size());
  score(parameters, batch, scores);
  Evaluation evaluation;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    evaluation.loss += loss(sign_of(batch.labels[i]) * static_cast<double>(scores[i])).value;
    evaluation.correct += (scores[i] > 0.0F) == (batch.labels[i] == 1) ? 1.0 : 0.0;
  }
  return evaluation;
}

double LinearClassifier::gradient_flops(std::size_t samples) const {
  return 4.0 * stored_ * static_cast<double>(samples);
}

std::vector<double> LinearClassifier::backward_flops(std::size_t samples) const {
  std::vector<double> flops = {2.0 * stored_ * static_cast<double>(samples)};
  if (bias_) flops.push_back(0.0);  // a sum of as many values as there are samples: not counted
  return flops;
}

}  // namespace lowband
