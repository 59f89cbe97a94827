// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/bucket_scale.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "sim/base/error.hpp"
#include "sim/compression/squared_norm.hpp"

namespace lowband {

namespace {

/// Without their sign, floats are ordered like the integers of the same bits, and NaN above infinity, so that one
/// maximum finds it too.
float largest_magnitude(std::span<const float> bucket) noexcept {
  std::uint32_t largest = 0;
  for (const float value : bucket) largest = std::max(largest, std::bit_cast<std::uint32_t>(value) & 0x7FFFFFFFU);
  return std::bit_cast<float>(largest);
}

}  // namespace

float bucket_scale(std::span<const float> bucket, Norm norm) {
  const float scale =
      norm == Norm::euclidean ? static_cast<float>(std::sqrt(squared_norm(bucket))) : largest_magnitude(bucket);
  if (!std::isfinite(scale)) throw Diverged("a vector to be quantized is not finite, or its norm is beyond float32");
  return scale;
}

}  // namespace lowband
