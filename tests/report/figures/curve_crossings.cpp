// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/curve_crossings.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace lowband;

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();
using Lowest = std::vector<LowestFrom>;

Lowest along(const std::vector<double>& xs, const std::vector<CurveValues>& curves) { return lowest_along(xs, curves); }

}  // namespace

TEST_CASE("the lowest curve changes where lines cross", "[report]") {
  // 4 - 2x and 2 + 2x cross at a half, at 3.
  CHECK(along({0.0, 1.0}, {{4.0, 2.0}, {2.0, 4.0}}) == Lowest{{0.0, 2.0, 1}, {0.5, 3.0, 0}});
  CHECK(along({0.0, 1.0}, {{1.0, 1.0}, {2.0, 4.0}}) == Lowest{{0.0, 1.0, 0}});
}

TEST_CASE("a curve that is the lowest between two places only is found", "[report]") {
  // x, 1 - x and 0.25 cross at 0.25 and 0.75.
  CHECK(along({0.0, 1.0}, {{0.0, 1.0}, {1.0, 0.0}, {0.25, 0.25}}) ==
        Lowest{{0.0, 0.0, 0}, {0.25, 0.25, 2}, {0.75, 0.25, 1}});
}

TEST_CASE("of equal curves the first is the lowest until another is lower", "[report]") {
  CHECK(along({0.0, 1.0}, {{1.0, 1.0}, {1.0, 1.0}}) == Lowest{{0.0, 1.0, 0}});
  CHECK(along({0.0, 1.0}, {{1.0, 1.0}, {1.0, 0.0}}) == Lowest{{0.0, 1.0, 0}, {0.0, 1.0, 1}});
  // They touch at 1 and part again.
  CHECK(along({0.0, 1.0, 2.0}, {{0.0, 1.0, 0.0}, {2.0, 1.0, 2.0}}) == Lowest{{0.0, 0.0, 0}});
}

TEST_CASE("where a curve has no point it has no line, and is not the lowest", "[report]") {
  // The first ends at 1; from there on the second is alone.
  CHECK(along({0.0, 1.0, 2.0}, {{1.0, 1.0, gap}, {2.0, 2.0, 2.0}}) == Lowest{{0.0, 1.0, 0}, {2.0, 2.0, 1}});
  CHECK(along({0.0, 1.0}, {{gap, gap}, {gap, gap}}).empty());
  CHECK(along({}, {}).empty());
}
