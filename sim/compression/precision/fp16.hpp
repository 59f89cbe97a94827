// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/precision/sixteen_bits.hpp"

namespace lowband {

/// IEEE 754 binary16: 1 sign bit, 5 exponent bits (bias 15), 10 mantissa bits.
struct Binary16 {
  static constexpr const char* name = "fp16";
  static constexpr const char* largest = "65504";
  static constexpr std::uint32_t least_beyond = 0x477FF000;  // 65520, half way from 65504 to 2^16
  static constexpr std::uint32_t infinity = 0x7C00;
  /// The bits of 2^-14, below which binary16 is denormal: multiples of 2^-24.
  static constexpr std::uint32_t least_normal = 0x38800000;

  static std::uint32_t narrow(std::uint32_t magnitude) noexcept {
    // The exponent's bias falls by 112. Just below half a unit of the last place is added, and exactly half where the
    // place is odd: what is carried rounds to nearest, ties to even.
    const std::uint32_t odd = magnitude >> 13U & 1U;
    const std::uint32_t normal = (magnitude - (112U << 23U) + 0xFFFU + odd) >> 13U;
    // The unit of floats from 0.5 to 1 is 2^-24: adding 0.5 rounds to the denormals of binary16.
    const auto denormal = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5F) - 0x3F000000U;
    return chosen(magnitude < least_normal, denormal, normal);
  }

  static std::uint32_t widen(std::uint32_t magnitude) noexcept {
    const std::uint32_t normal = (magnitude << 13U) + (112U << 23U);
    // 0.5 plus so many units of 2^-24, less 0.5: exact.
    const float denormal = std::bit_cast<float>(magnitude + 0x3F000000U) - 0.5F;
    return chosen(magnitude < 0x400U, std::bit_cast<std::uint32_t>(denormal), normal);
  }

 private:
  /// Both alternatives are computed: of a condition the compiler would make a branch around the float addition, which
  /// may not be done in vain, and no vector instructions.
  static std::uint32_t chosen(bool first, std::uint32_t a, std::uint32_t b) noexcept {
    const std::uint32_t mask = 0U - static_cast<std::uint32_t>(first);
    return (a & mask) | (b & ~mask);
  }
};

/// Half precision: each coordinate rounded to the nearest number of IEEE 754 binary16, ties to even; denormals are
/// kept. Deterministic, so biased. With 11 significant bits |C(v_i) - v_i| <= 2^-11 |v_i| where |v_i| >= 2^-14, a
/// contraction with delta = 1 - 2^-22; below, |C(v_i) - v_i| <= 2^-25, and what is at most 2^-25 becomes 0.
///
/// Wire format: the 2 bytes of each coordinate, little-endian. A value of 65520 or more, which would round to infinity,
/// is refused like infinity itself, and so are codes that hold infinity or NaN.
class Fp16 final : public SixteenBits<Binary16> {
 public:
  [[nodiscard]] CodecFacts facts() const override;

  /// Encoding: 1 for the sign's removal, 1 comparison for the check, 7 as a normal number, 2 as a denormal one, 2 to
  /// choose, 3 for the sign. Decoding: 2 for the check, 2 and 2 for the two kinds, 2 to choose, 3 for the sign.
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 16.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return 11.0 * static_cast<double>(size); }
};

}  // namespace lowband
