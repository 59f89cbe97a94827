// SPDX-License-Identifier: Apache-2.0
#include "sim/results/staleness.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lowband;

TEST_CASE("the rows of staleness have counts and cumulative shares, ascending", "[results]") {
  StalenessCounts counts;
  for (const std::uint64_t staleness : {5U, 0U, 1U, 0U, 5U, 0U, 5U, 5U}) counts.add(staleness);
  const auto rows = counts.rows();
  REQUIRE(rows.size() == 3);
  const std::vector<StalenessRow> expected = {{0, 3, 3.0 / 8.0}, {1, 1, 4.0 / 8.0}, {5, 4, 1.0}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].staleness == expected[i].staleness);
    CHECK(rows[i].count == expected[i].count);
    CHECK(rows[i].cumulative_share == expected[i].cumulative_share);
  }
  CHECK(counts.total() == 8);
  CHECK(counts.mean() == 21.0 / 8.0);
}

TEST_CASE("a quantile is the least staleness that so many percent do not exceed", "[results]") {
  StalenessCounts few;  // 0, 0, 0, 1: three quarters are 0
  few.add(0, 3);
  few.add(1);
  CHECK(few.quantile(50) == 0);
  CHECK(few.quantile(75) == 0);
  CHECK(few.quantile(76) == 1);
  CHECK(few.quantile(99) == 1);
  StalenessCounts many;  // 1, ..., 100: one percent each
  for (std::uint64_t staleness = 100; staleness >= 1; --staleness) many.add(staleness);
  for (const std::uint64_t percent : {1U, 50U, 95U, 99U, 100U}) CHECK(many.quantile(percent) == percent);
  CHECK(many.mean() == 50.5);
}

TEST_CASE("large staleness is told to 11 binary digits, and the mean is exact all the same", "[results]") {
  const auto told = [](std::uint64_t staleness) {
    StalenessCounts counts;
    counts.add(staleness);
    CHECK(counts.mean() == static_cast<double>(staleness));
    return counts.rows().front().staleness;
  };
  CHECK(told(2047) == 2047);
  CHECK(told(2048) == 2048);
  CHECK(told(2049) == 2048);
  CHECK(told(4095) == 4094);
  CHECK(told(1'000'000) == 999'936);  // 1953 x 2^9, the largest such product below
  // Of 0 ... 2^20 - 1 each once: all below 2^11, and 2^10 for each of the 9 doublings from there.
  StalenessCounts all;
  for (std::uint64_t staleness = 0; staleness < 1U << 20U; ++staleness) all.add(staleness);
  CHECK(all.rows().size() == 2048 + 9 * 1024);
  CHECK(all.mean() == 0.5 * ((1U << 20U) - 1));
  CHECK(all.rows().back().cumulative_share == 1.0);
}

TEST_CASE("nothing has no mean staleness", "[results]") {
  CHECK(std::isnan(StalenessCounts().mean()));
  CHECK(StalenessCounts().rows().empty());
}
