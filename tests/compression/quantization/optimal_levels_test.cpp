// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/optimal_levels.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>
#include <vector>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

/// sum (u - x)(x - l) by the definition.
double total_variance(const std::vector<float>& values, const std::vector<float>& levels) {
  double sum = 0.0;
  for (const float value : values) {
    const auto upper = std::lower_bound(levels.begin() + 1, levels.end() - 1, value);
    const double x = static_cast<double>(value);
    sum += (static_cast<double>(*upper) - x) * (x - static_cast<double>(*(upper - 1)));
  }
  return sum;
}

/// The least over all ways to choose the levels between the first and the last value among the values.
double least_variance(const std::vector<float>& sorted, std::size_t levels) {
  double least = std::numeric_limits<double>::infinity();
  const auto inner = static_cast<unsigned>(sorted.size()) - 2;
  for (std::uint32_t subset = 0; subset < 1U << inner; ++subset) {
    if (static_cast<std::size_t>(std::popcount(subset)) != levels - 2) continue;
    std::vector<float> chosen = {sorted.front()};
    for (unsigned i = 0; i < inner; ++i) {
      if ((subset >> i & 1U) != 0) chosen.push_back(sorted[i + 1]);
    }
    chosen.push_back(sorted.back());
    least = std::min(least, total_variance(sorted, chosen));
  }
  return least;
}

std::vector<float> optimal(const std::vector<float>& sorted, std::size_t count) {
  std::vector<float> levels(count);
  optimal_levels(sorted, levels);
  return levels;
}

}  // namespace

TEST_CASE("optimal levels of small vectors by hand", "[optimal_levels]") {
  CHECK(optimal({1, 5}, 2) == std::vector<float>{1, 5});
  CHECK(optimal({1, 2, 3, 5}, 2) == std::vector<float>{1, 5});
  // With one level between: at 1 there is left (10 - 5)(5 - 1) = 20, at 5 only (5 - 1)(1 - 0) = 4.
  CHECK(optimal({0, 1, 5, 10}, 3) == std::vector<float>{0, 5, 10});
  // As many levels as values, and more.
  CHECK(optimal({1, 2, 3}, 3) == std::vector<float>{1, 2, 3});
  CHECK(optimal({1, 2, 3}, 5) == std::vector<float>{1, 2, 3, 3, 3});
  CHECK(optimal({4, 4, 4, 4}, 3) == std::vector<float>{4, 4, 4});
  // Four clusters and four levels: nothing is left but the spread within them, which the ends do not add to.
  CHECK(optimal({0, 0, 0, 7, 7, 9, 9, 9, 20, 20}, 4) == std::vector<float>{0, 7, 9, 20});
}

TEST_CASE("optimal levels are as quiet as the best of all subsets", "[optimal_levels]") {
  Stream random(5, Purpose::data, 0, 0);
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<float> sorted(3 + random.below(9));
    for (float& value : sorted) {
      value = random.normal();
      if (trial % 3 == 1) value = static_cast<float>(random.below(5));       // many equal ones
      if (trial % 3 == 2) value *= random.below(2) == 0 ? 1000.0F : 0.001F;  // very uneven
    }
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t count = 2; count <= sorted.size(); ++count) {
      const auto levels = optimal(sorted, count);
      REQUIRE(std::is_sorted(levels.begin(), levels.end()));
      REQUIRE(levels.front() == sorted.front());
      REQUIRE(levels.back() == sorted.back());
      const double width = static_cast<double>(sorted.back()) - static_cast<double>(sorted.front());
      REQUIRE(total_variance(sorted, levels) == Approx(least_variance(sorted, count)).margin(1e-12 * width * width));
    }
  }
}

TEST_CASE("optimal levels are as quiet as those of the plain search over larger samples", "[optimal_levels]") {
  // F_j(i) = min_m F_{j-1}(m) + w(m, i) without any use of monotonicity.
  auto sorted = gaussian(150);
  std::sort(sorted.begin(), sorted.end());
  const std::size_t size = sorted.size();
  const auto w = [&](std::size_t lower, std::size_t upper) {
    double sum = 0.0;
    for (std::size_t i = lower; i < upper; ++i) {
      sum += (static_cast<double>(sorted[upper]) - static_cast<double>(sorted[i])) *
             (static_cast<double>(sorted[i]) - static_cast<double>(sorted[lower]));
    }
    return sum;
  };
  std::vector<double> costs(size * size);
  for (std::size_t l = 0; l < size; ++l) {
    for (std::size_t u = l; u < size; ++u) costs[l * size + u] = w(l, u);
  }
  std::vector<double> best(costs.begin(), costs.begin() + static_cast<std::ptrdiff_t>(size));
  for (std::size_t count = 3; count <= 20; ++count) {
    auto next = best;
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t m = 0; m < i; ++m) next[i] = std::min(next[i], best[m] + costs[m * size + i]);
    }
    best = next;
    CHECK(total_variance(sorted, optimal(sorted, count)) == Approx(best.back()).epsilon(1e-9));
  }
}

TEST_CASE("optimal levels are never worse than evenly spaced ones", "[optimal_levels]") {
  for (auto vector : {gaussian(1000), uneven_vector()}) {
    std::sort(vector.begin(), vector.end());
    for (const std::size_t count : {3U, 4U, 8U, 16U}) {
      std::vector<float> even(count);
      for (std::size_t i = 0; i < count; ++i) {
        even[i] =
            vector.front() + (vector.back() - vector.front()) * static_cast<float>(i) / static_cast<float>(count - 1);
      }
      CHECK(total_variance(vector, optimal(vector, count)) < total_variance(vector, even));
    }
  }
}
