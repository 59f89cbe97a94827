// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "models/layers/exp.hpp"

namespace lowband {

/// The share of the standard normal distribution below x, (1 + erf(x / sqrt(2))) / 2, to 1e-6 of itself and 1e-7 in
/// all, written as exponential() is: with the polynomials of Cephes' erff and erfcf (S. L. Moshier). NaN stays NaN.
inline float normal_share_below(float x) {
  const float z = x * 0.70710678118654752F;
  const float magnitude = std::abs(z);
  const float squared = z * z;

  // Up to 1: erf(z) = z T(z^2).
  float t = 7.853861353153693e-5F;
  t = t * squared - 8.010193625184903e-4F;
  t = t * squared + 5.188327685732524e-3F;
  t = t * squared - 2.685381193529856e-2F;
  t = t * squared + 1.128358514861418e-1F;
  t = t * squared - 3.761262582423300e-1F;
  t = t * squared + 1.128379165726710F;
  const float middle = 0.5F * t * z + 0.5F;

  // Beyond: erfc(z) = e^(-z^2) P(1 / z^2) / z up to 2, and the same with another polynomial from there on.
  const float inverse = 1.0F / (magnitude > 1.0F ? magnitude : 1.0F);
  const float q = inverse * inverse;
  float p = 2.326819970068386e-2F;
  p = p * q - 1.387039388740657e-1F;
  p = p * q + 3.687424674597105e-1F;
  p = p * q - 5.824733027278666e-1F;
  p = p * q + 6.210004621745983e-1F;
  p = p * q - 4.944515323274145e-1F;
  p = p * q + 3.404879937665872e-1F;
  p = p * q - 2.741127028184656e-1F;
  p = p * q + 5.638259427386472e-1F;
  float r = -1.047766399936249e1F;
  r = r * q + 1.297719955372516e1F;
  r = r * q - 7.495518717768503F;
  r = r * q + 2.921019019210786F;
  r = r * q - 1.015265279202700F;
  r = r * q + 4.218463358204948e-1F;
  r = r * q - 2.820767439740514e-1F;
  r = r * q + 5.641895067754075e-1F;
  const float tail = 0.5F * exponential(-squared) * inverse * (magnitude < 2.0F ? p : r);
  const float outside = z < 0.0F ? tail : 1.0F - tail;
  return magnitude < 1.0F ? middle : outside;
}

/// The density of the standard normal distribution at x.
inline float normal_density(float x) { return 0.39894228040143268F * exponential(-0.5F * x * x); }

}  // namespace lowband
