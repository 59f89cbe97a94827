// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/ticks.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

namespace {

using Names = std::vector<std::string>;

FigureAxis axis_of(bool is_logarithmic, double least, double most, Unit unit = {1.0, ""}) {
  FigureAxis axis;
  axis.unit = unit;
  axis.is_logarithmic = is_logarithmic;
  axis.least = least;
  axis.most = most;
  return axis;
}

Names labels_of(const FigureAxis& axis, double length = 340.0) {
  Names labels;
  for (const auto& tick : ticks_of(axis, length, 13.0, TickSpace::widths)) labels.push_back(tick.label);
  return labels;
}

}  // namespace

TEST_CASE("ticks of a linear axis are round values in its unit", "[report]") {
  CHECK(labels_of(axis_of(false, 0.0, 1.0)) == Names{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"});
  CHECK(labels_of(axis_of(false, 0.0, 420.0, {60.0, "min"})) == Names{"0", "1", "2", "3", "4", "5", "6", "7"});
  CHECK(labels_of(axis_of(false, -0.5, 2.5)) == Names{"-0.5", "0.0", "0.5", "1.0", "1.5", "2.0", "2.5"});
  CHECK(labels_of(axis_of(false, 0.0, 4e9)) == Names{"0", "10⁹", "2·10⁹", "3·10⁹", "4·10⁹"});
}

TEST_CASE("a shorter axis has fewer ticks, and wide labels more room", "[report]") {
  CHECK(labels_of(axis_of(false, 0.0, 1.0), 120.0) == Names{"0.0", "0.5", "1.0"});
  // Seven digits take 7 x 0.636 x 13 = 58 points, six 50, and a gap between is 10: (58 + 50) / 2 + 10 is more than 310
  // / 5.
  CHECK(labels_of(axis_of(false, 0.0, 10.0), 310.0) == Names{"0", "2", "4", "6", "8", "10"});
  CHECK(labels_of(axis_of(false, 0.0, 1e6), 310.0) == Names{"0", "500000", "1000000"});
}

TEST_CASE("a logarithmic axis always has labels: fewer per decade the longer it is", "[report]") {
  CHECK(labels_of(axis_of(true, 2.0, 6.0)) == Names{"2", "3", "4", "5"});
  CHECK(labels_of(axis_of(true, 0.1, 1.0)) == Names{"0.1", "0.2", "0.5", "1"});
  CHECK(labels_of(axis_of(true, 0.1, 1000.0)) == Names{"0.1", "1", "10", "100", "1000"});
  // 12 decades: every second one
  CHECK(labels_of(axis_of(true, 1e-10, 100.0)) == Names{"10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1", "100"});
}

TEST_CASE("an axis labels the values it is told to, as far as there is room", "[report]") {
  FigureAxis axis = axis_of(true, 1.8, 17.6);
  axis.ticks = {{2.0, "2"}, {16.0, "16"}};
  CHECK(labels_of(axis) == Names{"2", "16"});
  FigureAxis rows = axis_of(false, -0.5, 63.5);
  rows.is_downwards = true;
  for (int i = 0; i < 64; ++i) rows.ticks.push_back({static_cast<double>(i), std::to_string(i)});
  // 270 points for 64 rows of 16.25 points each: every fourth.
  const auto ticks = ticks_of(rows, 270.0, 13.0, TickSpace::lines);
  REQUIRE(ticks.size() == 16);
  CHECK(ticks[0].label == "0");
  CHECK(ticks[1].label == "4");
}

TEST_CASE("an axis that is hidden has no ticks", "[report]") {
  FigureAxis axis = axis_of(false, 0.0, 1.0);
  axis.is_hidden = true;
  CHECK(ticks_of(axis, 340.0, 13.0, TickSpace::widths).empty());
}

TEST_CASE("places on an axis go from 0 to 1", "[report]") {
  CHECK(position_on(axis_of(false, 2.0, 4.0), 3.0) == 0.5);
  CHECK(position_on(axis_of(true, 1.0, 100.0), 10.0) == Approx(0.5));
  FigureAxis down = axis_of(false, 0.0, 4.0);
  down.is_downwards = true;
  CHECK(position_on(down, 1.0) == 0.75);
}
