// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/bucket_scale.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

using namespace lowband;

namespace {
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
constexpr float largest = std::numeric_limits<float>::max();
constexpr float smallest = std::numeric_limits<float>::denorm_min();
}  // namespace

TEST_CASE("the norms of a bucket by hand", "[bucket_scale]") {
  const std::vector<float> bucket = {3, -4, 0, 12};
  CHECK(bucket_scale(bucket, Norm::euclidean) == 13.0F);  // 9 + 16 + 144 = 169
  CHECK(bucket_scale(bucket, Norm::maximum) == 12.0F);
  const std::vector<float> nine(9, 2.0F);  // beyond one group of eight: 4 * 9 = 36
  CHECK(bucket_scale(nine, Norm::euclidean) == 6.0F);
  for (const Norm norm : {Norm::euclidean, Norm::maximum}) {
    CHECK(bucket_scale({}, norm) == 0.0F);
    CHECK(bucket_scale(std::vector<float>{0.0F, -0.0F}, norm) == 0.0F);
    CHECK(bucket_scale(std::vector<float>{-smallest}, norm) == smallest);
    CHECK(bucket_scale(std::vector<float>{0.0F, -largest, 1.0F}, norm) == largest);
  }
}

TEST_CASE("no magnitude exceeds the scale", "[bucket_scale]") {
  Stream random(1, Purpose::data, 0, 0);
  for (int i = 0; i < 2000; ++i) {
    // One large value and others so small that they are lost in the rounding of the norm.
    std::vector<float> bucket(1 + random.below(20), std::ldexp(random.uniform(), -14));
    bucket[random.below(static_cast<std::uint32_t>(bucket.size()))] = -1.0F - random.uniform();
    const float most = bucket_scale(bucket, Norm::maximum);
    for (const float value : bucket) REQUIRE(std::abs(value) <= most);
    REQUIRE(most <= bucket_scale(bucket, Norm::euclidean));
  }
}

TEST_CASE("a bucket that is not finite has diverged", "[bucket_scale]") {
  for (const Norm norm : {Norm::euclidean, Norm::maximum}) {
    for (const float bad : {not_a_number, -not_a_number, infinity, -infinity}) {
      for (const std::size_t position : {0U, 7U, 8U, 9U}) {
        std::vector<float> bucket(10, 1.0F);
        bucket[position] = bad;
        CHECK_THROWS_AS(bucket_scale(bucket, norm), Diverged);
      }
    }
  }
  // The 2-norm of four of the largest floats is twice as large as the largest float.
  CHECK_THROWS_AS(bucket_scale(std::vector<float>(4, largest), Norm::euclidean), Diverged);
  CHECK(bucket_scale(std::vector<float>(4, largest), Norm::maximum) == largest);
}
