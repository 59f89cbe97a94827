// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/staleness_figure.hpp"

#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"

using namespace lowband;
using test::example_run;
using test::figure_of;
using test::marks_of;
using test::results_of;
using test::titles_of;
using test::with;
using test::with_staleness;
using test::without;

namespace {

using Names = std::vector<std::string>;

/// The points (x, y) of a line.
std::vector<std::pair<double, double>> points_of(const LineMark& line) {
  std::vector<std::pair<double, double>> points;
  for (const auto& point : line.points) points.emplace_back(point.x, point.y);
  return points;
}

}  // namespace

TEST_CASE("the shares of changes are drawn by their staleness, all seeds together", "[report]") {
  // 0, 0, 2 with one seed and 0 once with the other: 75 % are 0, 25 % are 2.
  RunRecord one = with_staleness(example_run("delayed", "lan", 1), {{0, 2, 2.0 / 3.0}, {2, 1, 1.0}});
  RunRecord other = with_staleness(example_run("delayed", "lan", 2), {{0, 1, 1.0}});
  const auto rounds = example_run("rounds", "lan");
  const auto buffered = with(with_staleness(example_run("buffered", "lan"), {{1, 3, 1.0}}), "parameter-server", "qsgd");
  const Figure figure = figure_of("staleness", {results_of("e", {rounds, one, other, buffered})});
  CHECK(figure.title == "e: staleness of changes");
  CHECK(test::legend_of(figure) == Names{"delayed", "buffered"});  // nothing is stale in rounds
  REQUIRE(figure.panels.size() == 1);
  const FigurePanel& panel = figure.panels[0];
  CHECK(panel.x.label == "staleness");
  CHECK(panel.x.least == -0.5);
  CHECK(panel.x.most == 2.5);
  const auto lines = marks_of<LineMark>(panel);
  REQUIRE(lines.size() == 2);
  CHECK(points_of(lines[0]) ==
        std::vector<std::pair<double, double>>{{-0.5, 0.0}, {-0.5, 0.75}, {0.5, 0.0}, {1.5, 0.25}, {2.5, 0.0}});
  CHECK(points_of(lines[1]) ==
        std::vector<std::pair<double, double>>{{-0.5, 0.0}, {-0.5, 0.0}, {0.5, 1.0}, {1.5, 0.0}, {2.5, 0.0}});
  CHECK(lines[0].join == LineMark::Join::steps);
  CHECK(figure.series[lines[0].series].style.dash == Dash::solid);
  CHECK(figure.series[lines[1].series].style.dash == Dash::dashed);
  CHECK(panel.y.most == Approx(1.0 / 0.82));  // 100 %, and above it three lines of 6 % of the height
  CHECK(panel.remarks ==
        std::vector<PanelRemark>{{0, "mean 0.5; 50, 95, 99 %: 0, 2, 2"}, {1, "mean 1; 50, 95, 99 %: 1, 1, 1"}});
}

TEST_CASE("the axis of staleness ends where few are staler, and has some dozens of steps", "[report]") {
  // 990 of 1000 are at most 199, in the mean (990 x 100 + 10 x 5000) / 1000: the axis ends at 199 + 49 + 1 = 249. With
  // 50 steps at most, 5 values have one together.
  std::vector<StalenessRow> rows = {{1, 495, 0.495}, {199, 495, 0.99}, {5000, 10, 1.0}};
  const Figure figure = figure_of("staleness", {results_of("e", {with_staleness(example_run("async", "lan"), rows)})});
  const FigurePanel& panel = figure.panels[0];
  CHECK(panel.x.label == "staleness, in steps of 5");
  CHECK(panel.x.most == 248.5);
  const auto points = points_of(marks_of<LineMark>(panel)[0]);
  CHECK(points[1] == std::pair(-0.5, 0.495));
  CHECK(points[2] == std::pair(4.5, 0.0));
  CHECK(std::count(points.begin(), points.end(), std::pair(194.5, 0.495)) == 1);
  CHECK(panel.remarks[0].text == "mean 149; 50, 95, 99 %: 199, 199, 199");
}

TEST_CASE("staleness has no panel where there is none, and one to come where a run is missing", "[report]") {
  const auto stale = [](const std::string& scenario) {
    return with_staleness(example_run("delayed", scenario), {{1, 4, 1.0}});
  };
  const auto results = results_of("e", {stale("lan"), stale("wan"), stale("far"), example_run("delayed", "old")});
  CHECK(titles_of(figure_of("staleness", {results})) == Names{"the same in lan, wan, far"});
  const Figure begun = figure_of("staleness", {without(results, 2)});
  CHECK(titles_of(begun) == Names{"the same in lan, wan", "far"});
  CHECK(begun.panels[1].absence == "not finished");
}

TEST_CASE("where no run tells of staleness its plot is refused, and not among the standard ones", "[report]") {
  const std::vector results{results_of("e", {example_run("sgd", "lan")})};
  CHECK_FALSE(test::plot_of("staleness")->lack_of(results).empty());
  CHECK_THROWS_WITH(figure_of("staleness", results),
                    "results/e: there is nothing to plot: no run has staleness, which servers and gossip have "
                    "where there are no rounds");
  const std::vector some{
      results_of("e", {with_staleness(example_run("async", "lan"), {{0, 1, 1.0}}), results[0].runs[0]})};
  CHECK(test::plot_of("staleness")->lack_of(some).empty());
  CHECK_THROWS_WITH(figure_of("staleness", some, {{"only", "sgd"}}),
                    "e: there is nothing to plot: no run has staleness");
}
