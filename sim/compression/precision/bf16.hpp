// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/precision/sixteen_bits.hpp"

namespace lowband {

/// bfloat16: the upper half of a float32, 1 sign bit, 8 exponent bits, 7 mantissa bits.
struct Bfloat16 {
  static constexpr const char* name = "bf16";
  static constexpr const char* largest = "3.3895e38";        // 255 * 2^120
  static constexpr std::uint32_t least_beyond = 0x7F7F8000;  // half way from there to 2^128
  static constexpr std::uint32_t infinity = 0x7F80;

  static std::uint32_t narrow(std::uint32_t magnitude) noexcept {
    // Just below half a unit of the last place is added, and exactly half where the place is odd: what is carried
    // rounds to nearest, ties to even; through the exponent too, and for denormals.
    const std::uint32_t odd = magnitude >> 16U & 1U;
    return (magnitude + 0x7FFFU + odd) >> 16U & 0x7FFFU;
  }
  static std::uint32_t widen(std::uint32_t magnitude) noexcept { return magnitude << 16U; }
};

/// bfloat16: each coordinate rounded to the nearest float of 8 significant bits, ties to even; the range is float32's.
/// Deterministic, so biased. |C(v_i) - v_i| <= 2^-8 |v_i| where |v_i| >= 2^-126, a contraction with delta = 1 - 2^-16;
/// below, in the denormals of float32, |C(v_i) - v_i| <= 2^-134.
///
/// Wire format: the 2 bytes of each coordinate, little-endian. A value of 511 * 2^119 or more, which would round to
/// infinity, is refused like infinity itself, and so are codes that hold infinity or NaN.
class Bf16 final : public SixteenBits<Bfloat16> {
 public:
  [[nodiscard]] CodecFacts facts() const override;

  /// Encoding: 1 for the sign's removal, 1 comparison for the check, 5 to round, 3 for the sign. Decoding: 2 for the
  /// check, 1 shift, 3 for the sign.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 10.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 6.0 * static_cast<double>(size); }
};

}  // namespace lowband
