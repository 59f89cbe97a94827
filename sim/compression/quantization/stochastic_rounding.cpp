// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/stochastic_rounding.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace lowband {

namespace {

/// Random numbers drawn at a time: they stay in the first-level cache.
constexpr std::size_t drawn_at_once = 512;

}  // namespace

void round_stochastically(std::span<const float> vector, float scale, std::int32_t levels, Lanes& numbers,
                          std::span<std::int32_t> integers) {
  // Dividing by the scale first, instead of multiplying by levels / scale, keeps a <= levels for every rounding and
  // does not overflow for a denormal scale.
  const float divisor = scale > 0.0F ? scale : 1.0F;
  const auto s = static_cast<float>(levels);
  std::array<float, drawn_at_once>
      uniforms;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
  for (std::size_t i = 0; i < vector.size(); i += drawn_at_once) {
    const std::size_t count = std::min(drawn_at_once, vector.size() - i);
    numbers.uniform(std::span(uniforms).first(count));
    for (std::size_t j = 0; j < count; ++j) {
      const float value = vector[i + j];
      const float a = std::abs(value) / divisor * s;
      auto magnitude = static_cast<std::int32_t>(a);
      magnitude += uniforms[j] < a - static_cast<float>(magnitude) ? 1 : 0;
      integers[i + j] = value < 0.0F ? -magnitude : magnitude;
    }
  }
}

void scale_integers(std::span<const std::int32_t> integers, float scale, std::int32_t levels,
                    std::span<float> vector) noexcept {
  const auto s = static_cast<float>(levels);
  for (std::size_t i = 0; i < integers.size(); ++i) vector[i] = scale * (static_cast<float>(integers[i]) / s);
}

double rounding_variance(std::span<const float> vector, float scale, std::int32_t levels) noexcept {
  if (scale == 0.0F) return 0.0;
  const double levels_per_unit = static_cast<double>(levels) / static_cast<double>(scale);
  double sum = 0.0;
  for (const float value : vector) {
    const double a = std::abs(static_cast<double>(value)) * levels_per_unit;
    const double f = a - std::floor(a);
    sum += f * (1.0 - f);
  }
  return sum / (levels_per_unit * levels_per_unit);
}

}  // namespace lowband
