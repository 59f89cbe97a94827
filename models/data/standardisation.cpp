// SPDX-License-Identifier: Apache-2.0
#include "models/data/standardisation.hpp"

#include <cmath>
#include <cstddef>

namespace lowband {

namespace {

struct Moments {
  double mean = 0.0;
  double deviation = 1.0;
};

/// Of the values of `channel`. Two passes, as the mean may be large beside the deviation.
template <class Value>
Moments moments_of(std::span<const Value> values, std::size_t channel, const Shape& shape) {
  const std::size_t plane = shape.height * shape.width;
  const std::size_t samples = values.size() / shape.size();
  const auto count = static_cast<double>(samples * plane);
  const auto mean_of = [&](auto term) {
    double sum = 0.0;
    for (std::size_t i = 0; i < samples; ++i) {
      const auto of_sample = values.subspan(i * shape.size() + channel * plane, plane);
      for (const Value value : of_sample) sum += term(static_cast<double>(value));
    }
    return sum / count;
  };
  const double mean = mean_of([](double value) { return value; });
  const double variance = mean_of([mean](double value) { return (value - mean) * (value - mean); });
  return {mean, variance > 0.0 ? std::sqrt(variance) : 1.0};
}

}  // namespace

std::vector<PixelScale> standardising_scales(std::span<const std::uint8_t> train, const Shape& shape) {
  std::vector<PixelScale> scales;
  for (std::size_t channel = 0; channel < shape.channels; ++channel) {
    const auto [mean, deviation] = moments_of(train, channel, shape);
    scales.push_back({static_cast<float>(1.0 / deviation), static_cast<float>(-mean / deviation)});
  }
  return scales;
}

void standardise(FloatBuffer& train, FloatBuffer& test, const Shape& shape) {
  const std::size_t plane = shape.height * shape.width;
  for (std::size_t channel = 0; channel < shape.channels; ++channel) {
    const auto [mean, deviation] = moments_of(std::span<const float>(train), channel, shape);
    for (FloatBuffer* const values : {&train, &test}) {
      for (std::size_t begin = channel * plane; begin < values->size(); begin += shape.size()) {
        for (float& value : std::span(*values).subspan(begin, plane)) {
          value = static_cast<float>((static_cast<double>(value) - mean) / deviation);
        }
      }
    }
  }
}

}  // namespace lowband
