// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/moments.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "sim/base/error.hpp"
#include "sim/compression/sums.hpp"

namespace lowband {

namespace {

constexpr std::uint32_t magnitude_bits = 0x7FFFFFFFU;

/// Of a chunk, or of one of the lanes side by side in which it is added up.
struct Sums {
  double values = 0.0;
  double squares = 0.0;
  std::uint32_t largest = 0;      ///< ordered like the magnitudes whose bits they are, NaN above all
  std::uint32_t differences = 0;  ///< bits in which a value differs from the first of the vector

  Sums& operator+=(const Sums& other) noexcept {
    values += other.values;
    squares += other.squares;
    largest = std::max(largest, other.largest);
    differences |= other.differences;
    return *this;
  }
};

Sums sums(std::span<const float> vector, std::uint32_t first) noexcept {
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> values{};
  std::array<double, lanes> squares{};
  std::array<std::uint32_t, lanes> largest{};
  std::array<std::uint32_t, lanes> differences{};
  const auto add = [&](std::size_t lane, float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto wide = static_cast<double>(value);
    values[lane] += wide;
    squares[lane] += wide * wide;  // exact before the addition: a float has 24 bits
    largest[lane] = std::max(largest[lane], bits & magnitude_bits);
    differences[lane] |= bits ^ first;
  };
  const std::size_t even = vector.size() / lanes * lanes;
  for (std::size_t i = 0; i < even; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) add(lane, vector[i + lane]);
  }
  for (std::size_t i = even; i < vector.size(); ++i) add(i - even, vector[i]);
  Sums total;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    total += Sums{values[lane], squares[lane], largest[lane], differences[lane]};
  }
  return total;
}

}  // namespace

Moments moments(std::span<const float> vector) {
  if (vector.empty()) return {};
  const auto first = std::bit_cast<std::uint32_t>(vector.front());
  const auto total = sum_over_chunks<Sums>(
      vector.size(), [&](std::size_t begin, std::size_t count) { return sums(vector.subspan(begin, count), first); });
  const auto largest = std::bit_cast<float>(total.largest);
  if (!std::isfinite(largest)) throw Diverged("a vector to be quantized is not finite");
  if (total.differences == 0) return {0.0, largest};
  // A product of sums, which no compiler can fuse: sqrt(a^2 - b^2) with a the root of the mean square, b the mean.
  const auto size = static_cast<double>(vector.size());
  const double root = std::sqrt(total.squares / size);
  const double mean = std::abs(total.values / size);
  return {std::sqrt(std::max(0.0, root - mean) * (root + mean)), largest};
}

}  // namespace lowband
