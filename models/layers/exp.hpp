// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace lowband {

/// e^x to 2 units in the last place, for x from -87 to 88; beyond, the value at that end. NaN stays NaN.
///
/// std::exp is not vectorised, and vectorised ones tend to differ from it in the elements that do not fill a vector.
/// This is plain arithmetic that a compiler vectorises as it stands: a number gives the same bits anywhere in a loop.
/// (Every sum holds one product at most, so there is one way to fuse it.)
///
/// e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln 2 / 2; the polynomial is that of Cephes' expf (S. L. Moshier).
inline float exponential(float x) {
  x = x < -87.0F ? -87.0F : x;
  x = x > 88.0F ? 88.0F : x;
  // Adding 1.5 * 2^23 rounds to an integer, and leaves it in the low bits of the sum.
  constexpr float round = 0x1.8p23F;
  const float shifted = x * 1.44269504088896341F + round;
  const float n = shifted - round;
  float r = x - n * 0.693359375F;
  r = r - n * -2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  const float squared = r * r;
  p = p * squared + r;
  p = p + 1.0F;
  const auto power = std::bit_cast<float>((std::bit_cast<std::uint32_t>(shifted) << 23U) + 0x3F800000U);
  return p * power;
}

}  // namespace lowband
