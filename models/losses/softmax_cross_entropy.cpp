// SPDX-License-Identifier: Apache-2.0
#include "models/losses/softmax_cross_entropy.hpp"

#include <algorithm>
#include <cmath>

#include "models/layers/exp.hpp"

namespace lowband {

namespace {

/// One float per sample each; views into the caller's scratch memory.
struct PerSample {
  PerSample(std::span<float> scratch, std::size_t samples)
      : maximum(scratch.subspan(0, samples)),
        of_label(scratch.subspan(samples, samples)),
        sum(scratch.subspan(2 * samples, samples)) {}

  std::span<float> maximum;   ///< of the logits
  std::span<float> of_label;  ///< the label's logit
  std::span<float> sum;       ///< of exp(logit - maximum)
};

void find_maxima(std::span<const float> logits, std::span<const Label> labels, const PerSample& per_sample) {
  const std::size_t samples = labels.size();
  float* const maximum = per_sample.maximum.data();
  std::copy_n(logits.begin(), samples, maximum);
  for (std::size_t start = samples; start < logits.size(); start += samples) {
    const float* const row = logits.data() + start;
    for (std::size_t i = 0; i < samples; ++i) maximum[i] = row[i] > maximum[i] ? row[i] : maximum[i];
  }
  for (std::size_t i = 0; i < samples; ++i) per_sample.of_label[i] = logits[labels[i] * samples + i];
}

/// How many labels have fewer than so many classes before them.
template <std::size_t top>
double count_in_top(std::span<const float> logits, std::span<const Label> labels, const PerSample& per_sample) {
  const std::size_t samples = labels.size();
  const float* const of_label = per_sample.of_label.data();
  float* const before = per_sample.sum.data();  // counts are exact up to 2^24
  std::fill_n(before, samples, 0.0F);
  for (std::size_t c = 0; c * samples < logits.size(); ++c) {
    const float* const row = logits.data() + c * samples;
    for (std::size_t i = 0; i < samples; ++i) {
      const bool is_first_of_equals = row[i] == of_label[i] && c < labels[i];
      const bool is_before = !(row[i] <= of_label[i]) || is_first_of_equals;
      before[i] += is_before ? 1.0F : 0.0F;
    }
  }
  return static_cast<double>(std::count_if(before, before + samples, [](float count) { return count < top; }));
}

/// Replaces the logits by exp(logit - maximum), sums these, and returns the sum of the losses. Taking off the maximum
/// keeps the exponential from overflowing and changes nothing else.
double exponentiate(std::span<float> logits, const PerSample& per_sample) {
  const std::size_t samples = per_sample.sum.size();
  const float* const maximum = per_sample.maximum.data();
  float* const sum = per_sample.sum.data();
  std::fill_n(sum, samples, 0.0F);
  for (std::size_t start = 0; start < logits.size(); start += samples) {
    float* const row = logits.data() + start;
    for (std::size_t i = 0; i < samples; ++i) {
      row[i] = exponential(row[i] - maximum[i]);
      sum[i] += row[i];
    }
  }
  double loss = 0.0;
  for (std::size_t i = 0; i < samples; ++i) {
    const double distance = static_cast<double>(per_sample.of_label[i]) - static_cast<double>(maximum[i]);
    loss += std::log(static_cast<double>(sum[i])) - distance;
  }
  return loss;
}

}  // namespace

Evaluation evaluate_softmax_cross_entropy(std::span<float> logits, std::span<const Label> labels,
                                          std::span<float> scratch) {
  const std::size_t samples = labels.size();
  const PerSample per_sample(scratch, samples);
  find_maxima(logits, labels, per_sample);
  Evaluation evaluation;
  for (std::size_t i = 0; i < samples; ++i) {
    std::size_t predicted = 0;
    while (predicted < labels[i] && logits[predicted * samples + i] != per_sample.maximum[i]) ++predicted;
    evaluation.correct += predicted == labels[i] && per_sample.of_label[i] == per_sample.maximum[i] ? 1.0 : 0.0;
  }
  constexpr std::size_t top = 5;
  if (logits.size() > top * samples) evaluation.in_top_5 = count_in_top<top>(logits, labels, per_sample);
  evaluation.loss = exponentiate(logits, per_sample);
  return evaluation;
}

double softmax_cross_entropy_gradient(std::span<float> logits, std::span<const Label> labels,
                                      std::span<float> scratch) {
  const std::size_t samples = labels.size();
  const PerSample per_sample(scratch, samples);
  find_maxima(logits, labels, per_sample);
  const double loss = exponentiate(logits, per_sample);
  const float share = 1.0F / static_cast<float>(samples);
  float* const scale = per_sample.sum.data();
  for (std::size_t i = 0; i < samples; ++i) scale[i] = share / scale[i];
  for (std::size_t start = 0; start < logits.size(); start += samples) {
    float* const row = logits.data() + start;
    for (std::size_t i = 0; i < samples; ++i) row[i] *= scale[i];
  }
  for (std::size_t i = 0; i < samples; ++i) logits[labels[i] * samples + i] -= share;
  return loss / static_cast<double>(samples);
}

}  // namespace lowband
