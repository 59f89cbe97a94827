// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sums.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "tests/compression/codecs.hpp"

using namespace lowband;

TEST_CASE("ordered sums add every value once", "[sums]") {
  // Integers, so every order gives the same: sum of 1..n.
  std::vector<float> values(1000);
  std::iota(values.begin(), values.end(), 1.0F);
  for (const std::size_t size : {0U, 1U, 7U, 8U, 9U, 24U, 1000U}) {
    const auto n = static_cast<double>(size);
    CHECK(ordered_sum(std::span(values).first(size), [](float value) { return static_cast<double>(value); }) ==
          n * (n + 1) / 2);
  }
}

TEST_CASE("ordered sums keep their order: eight side by side, then the rest", "[sums]") {
  // By hand: the first sum is 2^53 + 1 = 2^53 (a tie goes to even) and then meets seven times 0.5 + 0.5 = 1, each lost;
  // the rest, 2, is not.
  std::vector<float> values(17, 0.5F);
  values[0] = 0x1p53F;
  values[8] = 1.0F;
  values[16] = 2.0F;
  CHECK(ordered_sum(values, [](float value) { return static_cast<double>(value); }) == 0x1p53 + 2.0);
}

TEST_CASE("sums over chunks cover the vector, whatever the threads", "[sums]") {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, chunk_size, 3 * chunk_size + 5, std::size_t{2000003}}) {
    CHECK(sum_over_chunks<double>(size, [](std::size_t first, std::size_t count) {
            // The sum of the indices.
            const auto begin = static_cast<double>(first);
            const auto n = static_cast<double>(count);
            return n * begin + n * (n - 1) / 2;
          }) == static_cast<double>(size) * (static_cast<double>(size) - 1) / 2);
  }
}
