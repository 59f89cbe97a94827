// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/value_range.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("the range of values is their extremes and the sum of their squares", "[value_range]") {
  const ValueRange none = value_range({});
  CHECK(none.lowest == 0.0F);
  CHECK(none.highest == 0.0F);
  CHECK(none.squares == 0.0);
  // 9 + 1 + 4 = 14, all of one sign and of both.
  const ValueRange positive = value_range(std::vector<float>{3, 1, 2});
  CHECK(positive.lowest == 1.0F);
  CHECK(positive.highest == 3.0F);
  CHECK(positive.squares == 14.0);
  const ValueRange negative = value_range(std::vector<float>{-3, -1, -2});
  CHECK(negative.lowest == -3.0F);
  CHECK(negative.highest == -1.0F);
  const ValueRange both = value_range(std::vector<float>{-3, 1, 2});
  CHECK(both.lowest == -3.0F);
  CHECK(both.highest == 2.0F);
  CHECK(both.squares == 14.0);

  for (const std::size_t size : {1U, 7U, 4096U, 4097U, 200000U}) {
    const auto vector = gaussian(size);
    double squares = 0.0;
    for (const float value : vector) squares += static_cast<double>(value) * static_cast<double>(value);
    const ValueRange range = value_range(vector);
    CHECK(range.lowest == *std::min_element(vector.begin(), vector.end()));
    CHECK(range.highest == *std::max_element(vector.begin(), vector.end()));
    CHECK(range.squares == Approx(squares).epsilon(1e-12));
  }
}

TEST_CASE("the range of zeros, denormals and huge values is exact", "[value_range]") {
  using Limits = std::numeric_limits<float>;
  const ValueRange zeros = value_range(std::vector<float>{0.0F, -0.0F, 0.0F});
  CHECK((zeros.lowest == 0.0F && std::signbit(zeros.lowest)));
  CHECK((zeros.highest == 0.0F && !std::signbit(zeros.highest)));
  const ValueRange range = value_range(std::vector<float>{Limits::denorm_min(), -Limits::denorm_min()});
  CHECK(range.lowest == -Limits::denorm_min());
  CHECK(range.highest == Limits::denorm_min());
  const ValueRange huge = value_range(std::vector<float>{Limits::max(), Limits::lowest()});
  CHECK(huge.lowest == Limits::lowest());
  CHECK(huge.highest == Limits::max());
  const double largest = static_cast<double>(Limits::max());
  CHECK(huge.squares == 2.0 * largest * largest);
}

TEST_CASE("what is not finite has no range", "[value_range]") {
  using Limits = std::numeric_limits<float>;
  for (const float bad : {Limits::quiet_NaN(), -Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
    for (const std::size_t place : {0U, 8U, 19U}) {
      auto vector = gaussian(20);
      vector[place] = bad;
      CHECK_THROWS_AS(value_range(vector), Diverged);
    }
  }
}
