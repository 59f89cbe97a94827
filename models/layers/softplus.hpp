// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "models/layers/exp.hpp"
#include "models/layers/rectifier.hpp"

namespace lowband {

/// log(1 + t) for t from 0 to 1, to 2 units in the last place: 2 artanh(s) with s = t / (2 + t), whose series s + s^3 /
/// 3 + s^5 / 5 + ... ends here with the term of s^15, as s is at most 1/3.
inline float log_of_one_and(float t) {
  const float s = t / (2.0F + t);
  const float squared = s * s;
  float p = 1.0F / 15.0F;
  p = p * squared + 1.0F / 13.0F;
  p = p * squared + 1.0F / 11.0F;
  p = p * squared + 1.0F / 9.0F;
  p = p * squared + 1.0F / 7.0F;
  p = p * squared + 1.0F / 5.0F;
  p = p * squared + 1.0F / 3.0F;
  p = p * squared + 1.0F;
  return 2.0F * s * p;
}

/// log(1 + e^x), written as exponential() is. NaN stays NaN.
inline float softplus(float x) { return rectified(x) + log_of_one_and(exponential(-std::abs(x))); }

}  // namespace lowband
