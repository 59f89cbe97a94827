// SPDX-License-Identifier: Apache-2.0
#include "sim/base/finite.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <vector>

using namespace lowband;

TEST_CASE("infinity and NaN are found wherever they stand, and nothing else is", "[base]") {
  using Limits = std::numeric_limits<float>;
  CHECK(all_finite({}));
  for (std::size_t place = 0; place < 37; ++place) {
    std::vector<float> values(37, 1.0F);
    for (const float fine : {0.0F, -0.0F, Limits::max(), Limits::lowest(), Limits::denorm_min()}) {
      values[place] = fine;
      CHECK(all_finite(values));
    }
    for (const float wrong : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN(), -Limits::quiet_NaN()}) {
      values[place] = wrong;
      CHECK_FALSE(all_finite(values));
    }
  }
}
