// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/map_figure.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "tests/usage_error.hpp"

using namespace lowband;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

MapRow row(double bandwidth_Bps, double latency_s, const std::string& algorithm, double time_s, double speed_up,
           const std::string& winner) {
  return {bandwidth_Bps, latency_s, algorithm, 2, 2, time_s, 0.5 * time_s, 2 * time_s, "a", speed_up, winner};
}

/// "b" wins at the lower bandwidth.
std::vector<MapRow> plane() {
  std::vector<MapRow> rows;
  for (const double latency_s : {0.001, 0.1}) {
    rows.push_back(row(1e4, latency_s, "a", 8.0, 1.0, "b"));
    rows.push_back(row(1e4, latency_s, "b", 2.0, 4.0, "b"));
    rows.push_back(row(1e6, latency_s, "a", 1.0, 1.0, "a"));
    rows.push_back(row(1e6, latency_s, "b", 2.0, 0.5, "a"));
  }
  return rows;
}

const std::vector<FigureSeries> algorithms{{"a", {.colour = "#111111"}}, {"c", {}}, {"b", {.colour = "#222222"}}};

template <class Mark>
std::vector<Mark> marks(const Figure& figure) {
  std::vector<Mark> found;
  for (const auto& mark : figure.panels.at(0).marks) {
    if (const auto* one = std::get_if<Mark>(&mark)) found.push_back(*one);
  }
  return found;
}

}  // namespace

TEST_CASE("a map shows whose each step is, in their colours, contours and crossovers", "[map]") {
  const std::vector<CrossoverRow> crossovers{{"bandwidth", 3e5, 0.001, "b", "a"}};
  const Figure figure = map_figure(plane(), crossovers, algorithms);
  REQUIRE(figure.series.size() == 4);  // "c" wins nowhere
  CHECK(figure.series[0].label == "a");
  CHECK(figure.series[1].label == "b");
  CHECK(figure.series[1].style.colour == "#222222");
  CHECK(figure.series[2].label == "times as fast as a");
  CHECK(figure.series[3].label == "crossover");
  const auto regions = marks<BoxMark>(figure);
  REQUIRE(regions.size() == 2);
  REQUIRE(regions[1].boxes.size() == 2);
  // From the least bandwidth halfway, by ratio, to the next.
  CHECK(regions[1].boxes[0].left == 1e4);
  CHECK(regions[1].boxes[0].right == Approx(1e5));
  CHECK(regions[1].boxes[0].bottom == 0.001);
  CHECK(regions[1].boxes[0].top == Approx(0.01));
  CHECK(regions[1].boxes[0].text == "80 kbps, 1 ms: b, 2.00 s, 4 times as fast as a");
  // The winner is 4 and 1 times as fast as "a": contours 1.5, 2 and 3, upright, 2 at a third of the way from 1e6.
  const auto lines = marks<LineMark>(figure);
  REQUIRE(lines.size() == 3);
  CHECK(lines[1].label == "2");
  REQUIRE(lines[1].points.size() == 2);
  for (const auto& point : lines[1].points) CHECK(point.x == Approx(1e6 / std::pow(100.0, 1.0 / 3.0)));
  const auto dots = marks<DotMark>(figure);
  REQUIRE(dots.size() == 1);
  CHECK(dots[0].points[0].x == 3e5);
  CHECK(figure.panels[0].x.unit.symbol == "kbps");
  CHECK(figure.panels[0].x.is_logarithmic);
  CHECK(figure.panels[0].y.most == 0.1);
}

TEST_CASE("a map of one axis shows times, intervals and rules at crossovers", "[map]") {
  auto rows = plane();
  rows.resize(4);
  for (auto& one : rows) one.latency_s = none;
  rows[1].time_to_target_low_s = -1.0;
  const Figure figure = map_figure(rows, std::vector<CrossoverRow>{{"bandwidth", 3e5, none, "b", "a"}}, algorithms);
  const auto lines = marks<LineMark>(figure);
  REQUIRE(lines.size() == 2);
  CHECK(figure.series[lines[1].series].label == "b");
  REQUIRE(lines[0].points.size() == 2);
  CHECK(lines[0].points[0] == LinePoint{1e4, 8.0, 4.0, 16.0});
  CHECK(lines[1].points[0] == LinePoint{1e4, 2.0, 2.0, 2.0});  // an interval that goes below 0 is not drawn
  const auto rules = marks<RuleMark>(figure);
  REQUIRE(rules.size() == 1);
  CHECK(rules[0].at == 3e5);
  CHECK(rules[0].is_vertical);
}

TEST_CASE("of many algorithms a map of one axis shows those that come nearest to the winner", "[map]") {
  std::vector<MapRow> rows;
  std::vector<FigureSeries> many;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "n" + std::to_string(i);
    many.push_back({name, {}});
    for (const double bandwidth_Bps : {1e4, 1e5}) rows.push_back(row(bandwidth_Bps, none, name, 12.0 - i, 1.0, "n11"));
  }
  const Figure figure = map_figure(rows, {}, many);
  REQUIRE(figure.series.size() == 8);
  CHECK(figure.series.front().label == "n4");
  CHECK(figure.notes == std::vector<std::string>{"Of 12 algorithms the 8 that come nearest to the winner anywhere."});
}

TEST_CASE("what is no map has no picture", "[map]") {
  CHECK(usage_error([] { static_cast<void>(map_figure({}, {}, algorithms)); }) ==
        "expected a map of two bandwidths or latencies at least, found none");
}
