// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/contours.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace lowband;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("a contour of a plane is a straight line from border to border", "[map]") {
  // x + 2y = 2 on [0, 2] x [0, 1]: from (2, 0) to (0, 1).
  const Field plane{{0.0, 1.0, 2.0}, {0.0, 1.0}, {0.0, 1.0, 2.0, 2.0, 3.0, 4.0}};
  const auto lines = contours(plane, 1.5);  // x + 2y = 1.5
  REQUIRE(lines.size() == 1);
  REQUIRE(lines[0].size() == 3);
  for (const auto& [x, y] : lines[0]) CHECK(x + 2.0 * y == Approx(1.5));
  CHECK(std::min(lines[0].front().first, lines[0].back().first) == Approx(0.0).margin(1e-12));
  CHECK(std::max(lines[0].front().first, lines[0].back().first) == Approx(1.5));
  CHECK(contours(plane, 5.0).empty());
}

TEST_CASE("a contour around a peak is closed", "[map]") {
  const Field peak{{0.0, 1.0, 2.0}, {0.0, 1.0, 2.0}, {0.0, 0.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0, 0.0}};
  const auto lines = contours(peak, 1.0);  // a quarter of the way from the border to the peak
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].size() == 5);
  CHECK(lines[0].front() == lines[0].back());
  double least = 2.0;
  for (const auto& [x, y] : lines[0]) least = std::min(least, x);
  CHECK(least == Approx(0.25));
}

TEST_CASE("at a saddle the mean of the corners decides who is joined", "[map]") {
  const auto ends = [](double low, double level) {
    // High at the lower left and the upper right.
    const Field saddle{{0.0, 1.0}, {0.0, 1.0}, {1.0, low, low, 1.0}};
    auto lines = contours(saddle, level);
    REQUIRE(lines.size() == 2);
    std::vector<bool> cuts_lower_left;
    for (const auto& line : lines) {
      REQUIRE(line.size() == 2);
      // A line that cuts off the lower left corner ends at the bottom and at the left.
      bool bottom = false;
      bool left = false;
      for (const auto& [x, y] : line) {
        bottom = bottom || y == 0.0;
        left = left || x == 0.0;
      }
      cuts_lower_left.push_back(bottom && left);
    }
    return cuts_lower_left[0] || cuts_lower_left[1];
  };
  CHECK_FALSE(ends(0.0, 0.4));  // the mean, 0.5, is high: the high corners are joined
  CHECK(ends(0.0, 0.6));
}

TEST_CASE("where a corner has no value there is no line", "[map]") {
  CHECK(contours({{0.0, 1.0}, {0.0, 1.0}, {0.0, 1.0, missing, 1.0}}, 0.5).empty());
}

TEST_CASE("levels are round, between the extremes, and not too many", "[map]") {
  const auto levels = [](double least, double most, std::size_t number) {
    return round_levels({{0.0, 1.0}, {0.0}, {least, most}}, number);
  };
  CHECK(levels(0.8, 6.0, 6) == std::vector<double>{1.0, 1.5, 2.0, 3.0, 5.0});
  CHECK(levels(0.8, 6.0, 3) == std::vector<double>{1.0, 2.0, 5.0});
  CHECK(levels(1.0, 1.2, 6).empty());
  CHECK(levels(2.0, 2.0, 6).empty());
  CHECK(round_levels({{0.0}, {0.0}, {missing}}, 6).empty());
}
