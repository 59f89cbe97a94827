// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "models/layers/exp.hpp"

namespace lowband {

/// tanh(x) to 2 units in the last place, written as exponential() is, and for the same reasons: near 0 the polynomial
/// of Cephes' tanhf (S. L. Moshier), from 0.625 on 1 - 2 / (e^2|x| + 1). NaN stays NaN.
inline float hyperbolic_tangent(float x) {
  const float squared = x * x;
  float p = -5.70498872745e-3F;
  p = p * squared + 2.06390887954e-2F;
  p = p * squared - 5.37397155531e-2F;
  p = p * squared + 1.33314422036e-1F;
  p = p * squared - 3.33332819422e-1F;
  const float near = p * squared * x + x;
  const float magnitude = std::abs(x);
  const float far = 1.0F - 2.0F / (exponential(2.0F * magnitude) + 1.0F);
  return magnitude < 0.625F ? near : std::copysign(far, x);
}

}  // namespace lowband
