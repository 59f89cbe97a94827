#include "sim/compression/quantization/bucket_scale.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

float euclidean_norm(std::span<const float> bucket) noexcept {
  // Eight sums side by side: an order of additions that is fixed and that vector instructions can follow.
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> sums{};
  const std::size_t even = bucket.size() / lanes * lanes;
  for (std::size_t i = 0; i < even; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const auto value = static_cast<double>(bucket[i + lane]);
      sums[lane] += value * value;  // exact before the addition: a float has 24 bits
    }
  }
  double sum = 0.0;
  for (const double lane_sum : sums) sum += lane_sum;
  for (const float value : bucket.subspan(even)) sum += static_cast<double>(value) * static_cast<double>(value);
  return static_cast<float>(std::sqrt(sum));
}

/// Without their sign, floats are ordered like the integers of the same bits, and NaN above infinity, so that one
/// maximum finds it too.
float largest_magnitude(std::span<const float> bucket) noexcept {
  std::uint32_t largest = 0;
  for (const float value : bucket) largest = std::max(largest, std::bit_cast<std::uint32_t>(value) & 0x7FFFFFFFU);
  return std::bit_cast<float>(largest);
}

}  // namespace

float bucket_scale(std::span<const float> bucket, Norm norm) {
  const float scale = norm == Norm::euclidean ? euclidean_norm(bucket) : largest_magnitude(bucket);
  if (!std::isfinite(scale)) throw Diverged("a vector to be quantized is not finite, or its norm is beyond float32");
  return scale;
}

}  // namespace lowband
