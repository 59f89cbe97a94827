// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/random_subset.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <vector>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

using Indices = std::vector<std::uint32_t>;

Indices subset(std::uint64_t seed, std::size_t count, std::size_t size) {
  Indices result;
  for_each_random_index(seed, count, size, [&](std::size_t first, std::span<const std::uint32_t> part) {
    CHECK(first == result.size());
    result.insert(result.end(), part.begin(), part.end());
  });
  return result;
}

}  // namespace

TEST_CASE("random subset: so many different numbers, ascending, from the seed alone", "[random_subset]") {
  for (const std::size_t size : {1U, 2U, 63U, 64U, 65U, 509U, 4096U}) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, size / 3, size / 2, size - 1, size}) {
      const Indices indices = subset(size + count, count, size);
      REQUIRE(indices.size() == count);
      for (std::size_t j = 1; j < count; ++j) REQUIRE(indices[j - 1] < indices[j]);
      if (count > 0) REQUIRE(indices.back() < size);
      CHECK(indices == subset(size + count, count, size));
    }
  }
  CHECK(subset(0, 0, 0).empty());
  CHECK(subset(1, 20, 4096) != subset(2, 20, 4096));
  CHECK(subset(1, 20, 4096) != subset(1ULL << 32U | 1U, 20, 4096));  // all bits of the seed count
}

TEST_CASE("random subset: Floyd's algorithm, written with a list", "[random_subset]") {
  for (const std::uint64_t seed : {1ULL, 2ULL, 3ULL}) {
    Stream random(seed, Purpose::quantization, 0, 0);
    Indices expected;
    for (std::uint32_t last = 60; last < 100; ++last) {
      const std::uint32_t number = random.below(last + 1);
      const bool taken = std::find(expected.begin(), expected.end(), number) != expected.end();
      expected.push_back(taken ? last : number);
    }
    std::sort(expected.begin(), expected.end());
    CHECK(subset(seed, 40, 100) == expected);
    // 60 of 100 are what 40 leave.
    Indices rest;
    for (std::uint32_t i = 0; i < 100; ++i) {
      if (!std::binary_search(expected.begin(), expected.end(), i)) rest.push_back(i);
    }
    CHECK(subset(seed, 60, 100) == rest);
  }
}

TEST_CASE("random subset: every set is equally likely", "[random_subset]") {
  // All C(7, 3) = C(7, 4) = 35 sets: sum (n - e)^2 / e is chi-square with 34 degrees of freedom, of mean 34 and
  // variance 68.
  constexpr int repeats = 35'000;
  for (const std::size_t count : {3U, 4U}) {
    std::map<Indices, int> seen;
    for (int i = 0; i < repeats; ++i) ++seen[subset(static_cast<std::uint64_t>(i), count, 7)];
    REQUIRE(seen.size() == 35);
    double chi_square = 0.0;
    for (const auto& [indices, times] : seen) chi_square += std::pow(times - repeats / 35.0, 2) / (repeats / 35.0);
    CHECK(std::abs(chi_square - 34.0) < 5.0 * std::sqrt(68.0));
  }
}

TEST_CASE("random subset: every number is equally likely in large sets", "[random_subset]") {
  // Each of 1000 numbers is in a set of 100 with probability 1 / 10; 400 sets.
  std::vector<int> times(1000);
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    for (const std::uint32_t i : subset(seed, 100, times.size())) ++times[i];
  }
  for (const int n : times) CHECK(std::abs(n - 40.0) <= 5.0 * std::sqrt(400 * 0.1 * 0.9));
}
