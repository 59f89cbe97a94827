// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/moments.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("moments: by hand", "[moments]") {
  // Mean 1, squares of the differences 4, 16, 4, 0, 16, 0, 16, 0, 0, 16: 72 / 10.
  const auto [deviation, largest] = moments(std::vector<float>{3, -3, -1, 1, 5, 1, -3, 1, 1, 5});
  CHECK(deviation == Approx(std::sqrt(7.2)).epsilon(1e-14));
  CHECK(largest == 5.0F);
  CHECK(moments({}).deviation == 0.0);
  CHECK(moments({}).largest == 0.0F);
  CHECK(moments(std::vector<float>{0.0F, -2.0F}).deviation == 1.0);
  CHECK(moments(std::vector<float>{0.0F, -2.0F}).largest == 2.0F);
}

TEST_CASE("moments: as from the definition in two passes", "[moments]") {
  for (const std::size_t size : {2U, 7U, 1000U, 200'000U}) {  // the last one in four chunks
    auto vector = gaussian(size);
    for (float& value : vector) value = 0.3F * value + 0.1F;
    double mean = 0.0;
    for (const float value : vector) mean += static_cast<double>(value) / static_cast<double>(size);
    double squares = 0.0;
    float largest = 0.0F;
    for (const float value : vector) {
      squares += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
      largest = std::max(largest, std::abs(value));
    }
    CHECK(moments(vector).deviation == Approx(std::sqrt(squares / static_cast<double>(size))).epsilon(1e-12));
    CHECK(moments(vector).largest == largest);
  }
}

TEST_CASE("moments: coordinates that are all the same deviate by nothing", "[moments]") {
  for (const float value : {0.0F, -0.1F, 1e-45F, 3e38F}) {
    for (const std::size_t size : {1U, 5U, 1000U}) {
      CHECK(moments(std::vector<float>(size, value)).deviation == 0.0);
      CHECK(moments(std::vector<float>(size, value)).largest == std::abs(value));
    }
  }
}

TEST_CASE("moments: extreme values", "[moments]") {
  using Limits = std::numeric_limits<float>;
  const float huge = Limits::max();
  CHECK(moments(std::vector<float>{huge, -huge}).deviation == Approx(static_cast<double>(huge)));
  const float tiny = Limits::denorm_min();
  CHECK(moments(std::vector<float>{tiny, -tiny}).deviation == Approx(static_cast<double>(tiny)));
  for (const float bad : {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
    for (const std::size_t i : {0U, 3U, 18U}) {
      auto vector = gaussian(19);
      vector[i] = bad;
      CHECK_THROWS_AS(moments(vector), Diverged);
    }
  }
}
