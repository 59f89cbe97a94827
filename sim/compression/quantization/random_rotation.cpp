// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/random_rotation.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/compression/chunked.hpp"
#include "sim/compression/quantization/bucket_scale.hpp"
#include "sim/compression/quantization/walsh_hadamard.hpp"

namespace lowband {

namespace {

/// Powers of two between which values are of the order of one, so that sums of many neither overflow nor vanish. What
/// is multiplied by them is exact.
struct Scale {
  explicit Scale(std::span<const float> values) {
    // Neither power leaves the normal floats.
    const int exponent = std::clamp(std::ilogb(bucket_scale(values, Norm::maximum)), -126, 126);
    down = std::ldexp(1.0F, -exponent);
    up = std::ldexp(1.0F, exponent);
  }
  float down;
  float up;
};

float normalization(std::size_t size) noexcept {
  return static_cast<float>(1.0 / std::sqrt(static_cast<double>(size)));
}

/// values = +-values * factor.
void sign_and_scale(std::span<const float> values, Lanes& signs, float factor, std::span<float> signed_values) {
  constexpr std::size_t bits = 32;
  std::array<std::uint32_t, pass_size / bits> words{};
  static_assert(words.size() % Lanes::count == 0);
  for_each_part(values.size(), pass_size, [&](std::size_t first, std::size_t count) {
    signs.fill(words);
    for_each_part(count, bits, [&](std::size_t begin, std::size_t some) {
      const std::uint32_t word = words[begin / bits];
      for (std::size_t i = 0; i < some; ++i) {
        const std::uint32_t sign = word << (31 - i) & 0x80000000U;
        const float value = values[first + begin + i] * factor;
        signed_values[first + begin + i] = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) ^ sign);
      }
    });
  });
}

}  // namespace

void rotate(std::span<const float> values, Lanes& signs, std::span<float> rotated) {
  const Scale scale(values);
  sign_and_scale(values, signs, scale.down, rotated);
  std::fill(rotated.begin() + static_cast<std::ptrdiff_t>(values.size()), rotated.end(), 0.0F);
  walsh_hadamard(rotated);
  const float normalize = normalization(rotated.size());
  for (float& value : rotated) value = value * normalize * scale.up;
  const auto is_infinite = [](bool found, float value) {
    return found || std::abs(value) > std::numeric_limits<float>::max();
  };
  bool infinite = false;
  for (const float value : rotated) infinite = is_infinite(infinite, value);
  if (infinite) throw Diverged("a rotated vector is beyond float32");
}

void rotate_back(std::span<float> rotated, Lanes& signs, std::span<float> values) {
  constexpr float most = std::numeric_limits<float>::max();
  const Scale scale(rotated);
  for (float& value : rotated) value *= scale.down;
  walsh_hadamard(rotated);
  const float normalize = normalization(rotated.size());
  for (float& value : rotated) {
    const float unscaled = value * normalize * scale.up;
    value = unscaled > most ? most : unscaled < -most ? -most : unscaled;
  }
  sign_and_scale(rotated.first(values.size()), signs, 1.0F, values);
}

}  // namespace lowband
