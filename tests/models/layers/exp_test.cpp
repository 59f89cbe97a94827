// SPDX-License-Identifier: Apache-2.0
#include "models/layers/exp.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace lowband {
namespace {

TEST_CASE("the exponential is within 2 units in the last place") {
  double worst = 0.0;
  for (int i = -87000; i <= 88000; ++i) {
    const float x = static_cast<float>(i * 0.001);
    const double exact = std::exp(static_cast<double>(x));
    const double unit = std::ldexp(1.0, std::ilogb(exact) - 23);
    worst = std::max(worst, std::abs(static_cast<double>(exponential(x)) - exact) / unit);
  }
  CHECK(worst < 2.0);
  CHECK(exponential(0.0F) == 1.0F);
}

TEST_CASE("the exponential stops at its ends, and NaN stays NaN") {
  CHECK(exponential(-std::numeric_limits<float>::infinity()) == exponential(-87.0F));
  CHECK(exponential(-1e6F) == exponential(-87.0F));
  CHECK(exponential(std::numeric_limits<float>::infinity()) == exponential(88.0F));
  CHECK(std::isnan(exponential(std::numeric_limits<float>::quiet_NaN())));
}

TEST_CASE("a number has the same exponential anywhere in a loop of any length") {
  // Whether the compiler takes an element in a vector or in what is left over after the vectors shows here, if at all.
  constexpr std::size_t longest = 67;
  std::vector<float> x(longest);
  for (std::size_t i = 0; i < longest; ++i) x[i] = -0.37F * static_cast<float>(i) - 0.013F;
  for (std::size_t begin = 0; begin < 16; ++begin) {
    for (std::size_t end = begin; end <= longest; ++end) {
      std::vector<float> y(longest);
      for (std::size_t i = begin; i < end; ++i) y[i] = exponential(x[i]);
      for (std::size_t i = begin; i < end; ++i) {
        const volatile float alone = x[i];
        REQUIRE(y[i] == exponential(alone));
      }
    }
  }
}

}  // namespace
}  // namespace lowband
