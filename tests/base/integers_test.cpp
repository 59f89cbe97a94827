// SPDX-License-Identifier: Apache-2.0
#include "sim/base/integers.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

TEST_CASE("the divisor nearest to the root makes the most square rectangle", "[base]") {
  CHECK(largest_divisor_to_root(1) == 1);
  CHECK(largest_divisor_to_root(12) == 3);
  CHECK(largest_divisor_to_root(13) == 1);
  CHECK(largest_divisor_to_root(36) == 6);
  CHECK(largest_divisor_to_root(2147483647) == 1);  // a prime; the trial division does not overflow
}

TEST_CASE("roots are rounded up", "[base]") {
  CHECK(root_up(1, 3) == 1);
  CHECK(root_up(8, 3) == 2);
  CHECK(root_up(9, 3) == 3);
  CHECK(root_up(16, 2) == 4);
  CHECK(root_up(17, 2) == 5);
}

TEST_CASE("even shares differ by one at most and add up", "[base]") {
  CHECK(even_share(8, 3, 0) == 3);
  CHECK(even_share(8, 3, 1) == 3);
  CHECK(even_share(8, 3, 2) == 2);
  CHECK(even_share(2, 3, 2) == 0);
  CHECK(divided_up(8, 4) == 2);
  CHECK(divided_up(9, 4) == 3);
}

TEST_CASE("products stop growing before they overflow", "[base]") {
  CHECK(product({}) == 1);
  CHECK(product({3, 4, 5}) == 60);
  CHECK(product({65536, 65536}) == 4294967296);
  CHECK(product({2147483647, 2147483647, 2147483647}) == 9007199254740992);  // 2^53
}
