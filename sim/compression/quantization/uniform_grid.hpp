// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/base/lanes.hpp"

namespace lowband {

/// Evenly spaced points on [lowest, highest], both included: with n = points - 1, point j is
///
///     (lowest (n - j) + highest j) / n,   j = 0, ..., n,
///
/// computed in double, where both products are exact, and rounded to float. So no range is too wide for it, and its
/// ends are exactly `lowest` and `highest`. lowest <= highest, both finite; 2 <= points <= 2^16.
struct UniformGrid {
  float lowest = 0.0F;
  float highest = 0.0F;
  std::int32_t points = 2;

  /// Unbiased rounding of values in [lowest, highest]: with a = n (v - lowest) / (highest - lowest), the index of v is
  /// floor(a), or one more with probability a - floor(a). A value on an end gets that end. The i-th value consumes the
  /// i-th of `numbers`, as long as all calls but the last one take a multiple of 16.
  void round(std::span<const float> values, Lanes& numbers, std::span<std::uint32_t> indices) const;
  /// The points of such indices.
  void look_up(std::span<const std::uint32_t> indices, std::span<float> values) const noexcept;
  /// The sum of the variances of the rounded values: ((highest - lowest) / n)^2 sum_i f_i (1 - f_i), f_i the fraction
  /// of a_i.
  [[nodiscard]] double variance(std::span<const float> values) const;

  /// Bits of an index on the wire: ceil(log2 points).
  [[nodiscard]] unsigned bits() const noexcept;
  /// Rounds `values` and packs their indices as by pack(), into exactly the bytes that these take.
  void round_and_pack(std::span<const float> values, Lanes& numbers, std::span<std::byte> packed) const;
  /// The points of packed indices. Throws std::runtime_error if an index is not below `points`.
  void unpack(std::span<const std::byte> packed, std::span<float> values) const;

  /// Bytes of the ends on the wire: lowest and highest as float32, little-endian.
  static constexpr std::size_t ends_size = 2 * sizeof(float);
  void write_ends(std::span<std::byte> out) const noexcept;
  /// Throws std::runtime_error if the first bytes of `code` are not the ends of a grid.
  [[nodiscard]] static UniformGrid read_ends(std::span<const std::byte> code, std::int32_t points);
};

}  // namespace lowband
