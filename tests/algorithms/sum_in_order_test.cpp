// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/sum_in_order.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace lowband;

TEST_CASE("pieces are added up in the order of their indices, in whatever order they come", "[algorithms]") {
  // In double, 2^60 + 1 - 2^60 + 1 is 1 from left to right; other orders give 0 or 2.
  constexpr float large = 1152921504606846976.0F;
  const std::vector<std::vector<float>> pieces = {{large, 1.0F}, {1.0F, 2.0F}, {-large, 3.0F}, {1.0F, 4.0F}};
  for (const auto& order : std::vector<std::vector<std::size_t>>{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}}) {
    SumInOrder sum(2);
    for (const std::size_t i : order) sum.add(i, 1.0, pieces[i][0], pieces[i]);
    CHECK(sum.loss() == 1.0);
    CHECK(sum.gradient() == std::vector<double>{1.0, 10.0});
  }
}

TEST_CASE("pieces count by their weights", "[algorithms]") {
  SumInOrder sum(1);
  sum.add(0, 32.0, 0.5, std::vector<float>{2.0F});
  sum.add(1, 8.0, 0.25, std::vector<float>{-1.0F});
  CHECK(sum.loss() == 18.0);
  CHECK(sum.gradient() == std::vector<double>{56.0});
}
