// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/layers/elementwise.hpp"
#include "models/layers/hyperbolic_tangent.hpp"
#include "models/layers/normal_distribution.hpp"
#include "models/layers/rectifier.hpp"
#include "models/layers/softplus.hpp"

namespace lowband {

// The functions between layers. None turns NaN into a number.

/// max(x, 0).
struct RectifierFunction {
  static constexpr bool is_by_output = true;
  static constexpr bool keeps_zero = true;
  static float value(float x) { return rectified(x); }
  static float before(float y, float dy) { return before_rectifier(y, dy); }
};
class ReLU final : public Elementwise<RectifierFunction> {};

/// tanh(x), whose slope is 1 - y^2.
struct TanhFunction {
  static constexpr bool is_by_output = true;
  static constexpr bool keeps_zero = true;
  static float value(float x) { return hyperbolic_tangent(x); }
  static float before(float y, float dy) { return dy * (1.0F - y * y); }
};
class Tanh final : public Elementwise<TanhFunction> {};

/// 1 / (1 + e^-x), whose slope is y (1 - y).
struct SigmoidFunction {
  static constexpr bool is_by_output = true;
  static constexpr bool keeps_zero = false;
  static float value(float x) { return 1.0F / (1.0F + exponential(-x)); }
  static float before(float y, float dy) { return dy * (y * (1.0F - y)); }
};
class Sigmoid final : public Elementwise<SigmoidFunction> {};

/// x F(x) with the standard normal distribution F, as PyTorch's GELU without approximation; its slope is F(x) + x f(x).
struct GeluFunction {
  static constexpr bool is_by_output = false;
  static constexpr bool keeps_zero = true;
  static float value(float x) { return x * normal_share_below(x); }
  static float before(float x, float dy) { return dy * (x * normal_density(x) + normal_share_below(x)); }
};
class Gelu final : public Elementwise<GeluFunction> {};

/// log(1 + e^x), whose slope is that sigmoid of x.
struct SoftplusFunction {
  static constexpr bool is_by_output = false;
  static constexpr bool keeps_zero = false;
  static float value(float x) { return softplus(x); }
  static float before(float x, float dy) { return dy * SigmoidFunction::value(x); }
};
class Softplus final : public Elementwise<SoftplusFunction> {};

}  // namespace lowband
