#include "sim/report/figures/workers_figure.hpp"

#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"

using namespace lowband;
using test::marks_of;
using test::results_of;
using test::with_gradients;

TEST_CASE("over workers, an algorithm is one curve through several experiments", "[report]") {
  const std::vector results{
      results_of("one", {with_gradients("a", 1, {9.0, 4.0}), with_gradients("b", 1, {9.0, 2.0})}),
      results_of("four", {with_gradients("a", 4, {9.0, 1.0}), with_gradients("b", 4, {9.0, 60.0})})};
  const Figure figure = test::figure_of("gradient-workers", results);
  CHECK(figure.title == "one, four: squared gradient over workers");
  CHECK(test::legend_of(figure) == std::vector<std::string>{"a", "b", "1/sqrt(M)"});
  REQUIRE(figure.panels.size() == 1);
  const FigurePanel& panel = figure.panels[0];
  const auto lines = marks_of<LineMark>(panel);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].points == std::vector<LinePoint>{{1.0, 4.0, 4.0, 4.0}, {4.0, 1.0, 1.0, 1.0}});
  CHECK(lines[1].points == std::vector<LinePoint>{{1.0, 2.0, 2.0, 2.0}, {4.0, 60.0, 60.0, 60.0}});
  CHECK(lines[2].points == std::vector<LinePoint>{{1.0, 4.0, 4.0, 4.0}, {4.0, 2.0, 2.0, 2.0}});  // 4 / sqrt(4)
  CHECK(panel.x.is_logarithmic);
  CHECK_FALSE(test::figure_of("gradient-workers", results, {{"x", "linear"}}).panels[0].x.is_logarithmic);
  CHECK(panel.x.ticks == std::vector<AxisTick>{{1.0, "1"}, {4.0, "4"}});
  CHECK(panel.y.is_logarithmic);
  CHECK(panel.y.least == Approx(1.0 / 1.1));
  CHECK(panel.y.most == Approx(66.0));  // more than ten times the start: growth is what such a figure is to show
}

TEST_CASE("over one number of workers there is nothing to plot", "[report]") {
  const std::vector same{results_of("e", {with_gradients("a", 2, {1.0}), with_gradients("b", 2, {1.0})})};
  CHECK_THROWS_WITH(test::figure_of("gradient-workers", same),
                    "e: there is nothing to plot: expected results of several numbers of workers, found one");
}
