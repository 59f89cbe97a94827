// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/sweep_plot.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "tests/report/figures/drawn_figure.hpp"
#include "tests/report/swept_results.hpp"

using namespace lowband;
using test::at_bandwidth;
using test::figure_of;
using test::marks_of;
using test::reached;
using test::results_of;
using test::with;

namespace {

using Names = std::vector<std::string>;

/// a takes 4 s over 1 Mbps (seeds 3 and 5 s) and 2 s over 16 Mbps, b 2 s and 4 s.
std::vector<ResultsFolder> two_algorithms() {
  const auto run = [](const std::string& algorithm, double Mbps, double seconds, std::uint64_t seed) {
    const std::string codec = algorithm == "a" ? "none" : "qsgd";
    const std::string scenario = std::to_string(static_cast<int>(Mbps)) + "Mbps";
    return with(at_bandwidth(reached(algorithm, scenario, seconds, 1000, seed), Mbps), "gossip", codec);
  };
  return {results_of("e", {run("a", 1, 3.0, 1), run("a", 1, 5.0, 2), run("b", 1, 2.0, 1), run("b", 1, 2.0, 2),
                           run("a", 16, 2.0, 1), run("a", 16, 2.0, 2), run("b", 16, 4.0, 1), run("b", 16, 4.0, 2)})};
}

std::vector<LinePoint> points_of(const FigurePanel& panel, std::size_t curve) {
  return marks_of<LineMark>(panel).at(curve).points;
}

}  // namespace

TEST_CASE("times to the target over bandwidth have error bars, and a diamond where the fastest changes", "[report]") {
  const Figure figure = figure_of("time-to-target", two_algorithms());
  CHECK(figure.title == "e: time to target over bandwidth");
  REQUIRE(figure.panels.size() == 1);
  const FigurePanel& panel = figure.panels[0];
  CHECK(test::text_of(panel.x) == "bandwidth of the narrowest link (Mbps)");
  CHECK(test::text_of(panel.y) == "time to target (s)");
  CHECK(panel.x.is_logarithmic);  // 16 times
  CHECK(panel.x.ticks == std::vector<AxisTick>{{125e3, "1"}, {2e6, "16"}});
  CHECK_FALSE(panel.y.is_logarithmic);
  CHECK(panel.y.least == 0.0);
  // 3 and 5 s: s = sqrt(2), and t = 12.706 for one degree of freedom: 12.706 sqrt(2) / sqrt(2).
  const auto a = points_of(panel, 0);
  REQUIRE(a.size() == 2);
  CHECK(a[0].x == 125e3);
  CHECK(a[0].y == 4.0);
  CHECK(a[0].highest == Approx(4.0 + 12.7062).epsilon(1e-5));
  CHECK(a[0].lowest == Approx(4.0 - 12.7062).epsilon(1e-5));
  CHECK(a[1] == LinePoint{2e6, 2.0, 2.0, 2.0});
  CHECK(marks_of<LineMark>(panel)[0].spread == LineMark::Spread::bars);
  // The lines cross in the middle: of a logarithmic axis at sqrt(1 x 16) = 4 Mbps.
  const auto diamonds = marks_of<DotMark>(panel);
  REQUIRE(diamonds.size() == 1);
  CHECK(diamonds[0].shape == PointShape::diamond);
  CHECK(diamonds[0].points[0].x == Approx(500e3));
  CHECK(diamonds[0].points[0].y == Approx(3.0));
  CHECK(marks_of<TextMark>(panel)[0].text == "4 Mbps");
  CHECK(test::legend_of(figure) == Names{"a", "b", "crossover of the fastest"});
  CHECK(figure.notes[0] == "Fastest (1Mbps, 16Mbps): b, from 4 Mbps on a.");
}

TEST_CASE("on a linear axis lines cross where they do there", "[report]") {
  const Figure figure = figure_of("time-to-target", two_algorithms(), {{"x", "linear"}});
  const auto diamonds = marks_of<DotMark>(figure.panels[0]);
  REQUIRE(diamonds.size() == 1);
  CHECK(diamonds[0].points[0].x == Approx(8.5 * 125e3));  // halfway from 1 to 16 Mbps
}

TEST_CASE("who cannot win has a curve, and makes no crossover", "[report]") {
  auto results = two_algorithms();
  results[0].runs[3] = test::unstable(results[0].runs[3]);  // b over 1 Mbps, with the second seed
  const Figure figure = figure_of("time-to-target", results);
  CHECK(marks_of<LineMark>(figure.panels[0]).size() == 2);
  CHECK(marks_of<DotMark>(figure.panels[0]).empty());
  CHECK(figure.notes[0] == "Fastest (1Mbps, 16Mbps): a throughout.");
}

TEST_CASE("a point needs every seed, and a note tells of those without", "[report]") {
  auto results = two_algorithms();
  results[0].runs[5] = at_bandwidth(test::never_reached(results[0].runs[5]), 16.0);  // a over 16 Mbps
  const Figure figure = figure_of("time-to-target", results);
  CHECK(points_of(figure.panels[0], 0).size() == 1);
  CHECK(std::count(figure.notes.begin(), figure.notes.end(),
                   "Without a point, as not every seed has reached the target: a@16Mbps.") == 1);
}

TEST_CASE("speed-ups are means of those of the seeds, over the baseline", "[report]") {
  const Figure figure = figure_of("speed-up", two_algorithms());
  const FigurePanel& panel = figure.panels[0];
  CHECK(figure.title == "e: speed-up over bandwidth");
  CHECK(marks_of<RuleMark>(panel)[0].at == 1.0);
  CHECK(points_of(panel, 0)[0].y == 1.0);  // the baseline itself
  // b over 1 Mbps: 3 / 2 and 5 / 2.
  CHECK(points_of(panel, 1)[0].y == Approx(2.0));
  CHECK(points_of(panel, 1)[1].y == Approx(0.5));
  // 2 to 0.5 falls to 1 after two thirds of the way, in logarithms 16^(2/3) Mbps.
  REQUIRE(marks_of<DotMark>(panel).size() == 1);
  CHECK(marks_of<DotMark>(panel)[0].points[0].x == Approx(125e3 * std::pow(16.0, 2.0 / 3.0)));
  const Figure other = figure_of("speed-up", two_algorithms(), {{"baseline", "b"}});
  CHECK(points_of(other.panels[0], 0)[1].y == Approx(2.0));
}

TEST_CASE("times over a value that algorithms differ in", "[report]") {
  const std::vector results{test::sweep_of_steps()};
  const Figure figure = figure_of("time-to-target", results, {{"over", "local_steps"}});
  CHECK(test::legend_of(figure) == Names{"ring", "gossip", "crossover of the fastest"});
  const FigurePanel& panel = figure.panels[0];
  CHECK_FALSE(panel.x.is_logarithmic);
  CHECK(points_of(panel, 0) == std::vector<LinePoint>{{1.0, 8.0, 8.0, 8.0}, {4.0, 4.0, 4.0, 4.0}});
  CHECK(points_of(panel, 1) == std::vector<LinePoint>{{1.0, 2.0, 2.0, 2.0}, {4.0, 6.0, 6.0, 6.0}});
  // 8 - 4 t = 2 + 4 t at t = 3/4 of the way from 1 to 4.
  CHECK(marks_of<DotMark>(panel)[0].points[0].x == Approx(3.25));
  CHECK(figure.notes[0] == "Fastest (lan): gossip, from 3.25 on ring.");
}

TEST_CASE("values that are no numbers stand side by side", "[report]") {
  ResultsFolder results = results_of("e", {reached("sgd", "lan", 8.0, 1000), reached("qsgd", "lan", 2.0, 1000)});
  results.manifest["experiment"]["algorithms"][1]["compression"] = {{"name", "qsgd"}};
  const Figure figure = figure_of("time-to-target", {results}, {{"over", "compression.name"}});
  const FigurePanel& panel = figure.panels[0];
  CHECK(panel.x.ticks == std::vector<AxisTick>{{0.0, "none"}, {1.0, "qsgd"}});
  const auto lines = marks_of<LineMark>(panel);
  REQUIRE(lines.size() == 2);  // a point each, without a line from one to the other
  CHECK(lines[1].points == std::vector<LinePoint>{{1.0, 2.0, 2.0, 2.0}});
  CHECK_THROWS_WITH(figure_of("time-to-target", {results}, {{"over", "compression.name"}, {"x", "log"}}),
                    "--x: has no effect over compression.name, whose values are no numbers");
}

TEST_CASE("two points at the same place are refused by name", "[report]") {
  const std::vector results{test::over_bandwidths({{"x1", 1.0}, {"x2", 4.0}, {"again", 1.0}})};
  CHECK_THROWS_WITH(
      figure_of("time-to-target", results),
      "--over: \"a@x1\" and \"a@again\" have the same bandwidth, 125000.0: choose with --only or --scenario");
  CHECK_NOTHROW(figure_of("time-to-target", results, {{"scenario", "x*"}}));
}

TEST_CASE("without a target, or a baseline, there is nothing to plot", "[report]") {
  const std::vector results{test::with_evaluation(two_algorithms()[0], Json::object())};
  CHECK_THROWS_WITH(figure_of("time-to-target", results),
                    Catch::EndsWith("the experiment has no target: name one with --target"));
  CHECK_NOTHROW(figure_of("time-to-target", results, {{"target", {"accuracy=0.9"}}, {"of", "workers"}, {"hold", 2}}));
  CHECK_THROWS_WITH(figure_of("speed-up", two_algorithms(), {{"baseline", "c"}}), Catch::StartsWith("--baseline: "));
}
