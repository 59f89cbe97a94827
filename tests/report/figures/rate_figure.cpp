// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cmath>

#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"

using namespace lowband;
using test::figure_of;
using test::marks_of;
using test::results_of;
using test::with_gradients;

TEST_CASE("an algorithm is one curve through several experiments, with its slope", "[report]") {
  const std::vector results{results_of("one", {with_gradients("a", 1, {4.0}), with_gradients("b", 1, {2.0})}),
                            results_of("four", {with_gradients("a", 4, {1.0}), with_gradients("b", 4, {60.0})})};
  const Figure figure = figure_of("rate", results);  // over M, of which there are several
  CHECK(figure.title == "one, four: mean squared gradient over M");
  CHECK(test::legend_of(figure) == std::vector<std::string>{"a", "b", "slope -1/2"});
  REQUIRE(figure.panels.size() == 1);
  const FigurePanel& panel = figure.panels[0];
  const auto lines = marks_of<LineMark>(panel);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].points == std::vector<LinePoint>{{1.0, 4.0, 4.0, 4.0}, {4.0, 1.0, 1.0, 1.0}});
  CHECK(lines[1].points == std::vector<LinePoint>{{1.0, 2.0, 2.0, 2.0}, {4.0, 60.0, 60.0, 60.0}});
  CHECK(lines[2].points == std::vector<LinePoint>{{1.0, 4.0, 4.0, 4.0}, {4.0, 2.0, 2.0, 2.0}});  // 4 / sqrt(4)
  CHECK(panel.remarks[0] == PanelRemark{0, "slope -1.000"});
  CHECK(panel.x.is_logarithmic);
  CHECK(panel.x.ticks == std::vector<AxisTick>{{1.0, "1"}, {4.0, "4"}});
  CHECK(panel.y.is_logarithmic);
  CHECK(panel.y.least == Approx(1.0 / 1.1));
  // Of the height, 0.06 for each of two lines and one more: what is below takes 0.82, from 1 to 60.
  CHECK(panel.y.most == Approx(1.1 * 60.0 * std::pow(60.0, 0.18 / 0.82)));
  CHECK(figure_of("rate", results, {{"mean", "last-half"}}).panels[0].y.label ==
        "squared gradient norm, mean of the last half");
}

TEST_CASE("of several seeds, slopes have standard errors and points have intervals, and a note says which",
          "[report]") {
  const std::vector results{results_of("one", {with_gradients("a", 1, {4.0}, 1), with_gradients("a", 1, {4.0}, 2)}),
                            results_of("four", {with_gradients("a", 4, {2.0}, 1), with_gradients("a", 4, {1.0}, 2)})};
  const Figure figure = figure_of("rate", results, {{"over", "NM"}});
  CHECK(figure.panels[0].remarks[0].text == "slope -0.750 (s.e. 0.25)");
  CHECK(figure.panels[0].x.label == "local steps of all workers, N M");
  REQUIRE(figure.notes.size() == 1);
  CHECK_THAT(figure.notes[0], Catch::StartsWith("Slopes by least squares through the logarithms, seed by seed"));
}

TEST_CASE("what the gradient is to fall with is chosen by what there is, or asked for", "[report]") {
  const std::vector same{results_of("e", {with_gradients("a", 2, {4.0, 2.0, 1.0})})};
  CHECK(figure_of("rate", same).panels[0].x.label == "local steps of each worker, N");
  CHECK_THROWS_WITH(figure_of("rate", same, {{"over", "M"}}),
                    "--over: M takes results of several numbers of workers, found one");
  CHECK_THROWS_WITH(figure_of("rate", same, {{"over", "NM"}}),
                    Catch::StartsWith("--over: NM takes results of several"));
  CHECK_THROWS_WITH(figure_of("rate", same, {{"over", "K"}}), Catch::StartsWith("--over: K takes results of several"));
  CHECK_THROWS_WITH(test::plot_of("rate", {{"over", "m"}}), Catch::StartsWith("plot: --over: expected one of auto, N"));
}

TEST_CASE("curves with missing points are named", "[report]") {
  const std::vector results{
      results_of("two", {with_gradients("a", 2, {4.0}), with_gradients("b", 2, {4.0})}),
      results_of("four", {test::diverged(with_gradients("a", 4, {4.0}), 10), with_gradients("b", 4, {2.0})})};
  CHECK(figure_of("rate", results).notes.back() == "Without a point where a run diverged or its gradient is 0: a.");
}
