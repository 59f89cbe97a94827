#include "sim/report/curve_figure.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/report/example_results.hpp"

using namespace lowband;
using test::example_run;
using test::results_of;
using test::with_gradients;
using test::without;

namespace {

RunRecord slower(RunRecord run, double factor) {
  for (auto& row : run.metrics) row.sim_time_s *= factor;
  return run;
}

constexpr CurveQuantity accuracy{CurveY::test_accuracy, TargetOf::workers};
constexpr CurveQuantity loss{CurveY::train_loss};
constexpr CurveQuantity gradient{CurveY::gradient_norm_sq};

CurveFigure figure_of(const std::vector<RunRecord>& runs, CurveX x, CurveQuantity y) {
  static std::vector<ResultsFolder> results;
  results = {results_of("e", runs)};
  auto groups = group_runs(results);
  judge(groups, {});
  return curve_figure(groups, x, y);
}

}  // namespace

TEST_CASE("panels share y and have x of their own", "[report]") {
  const auto figure =
      figure_of({example_run("a", "lan"), slower(example_run("a", "wan"), 50.0)}, CurveX::time, accuracy);
  REQUIRE(figure.panels.size() == 2);
  CHECK(figure.panels[0].x.most == 2.0);
  CHECK(figure.panels[1].x.most == 100.0);
  CHECK(figure.panels[0].x.least == 0.0);
  CHECK_FALSE(figure.panels[0].x.logarithmic);
  CHECK(figure.y.least == 0.1);  // the workers' lowest accuracy is 0.1, their highest 0.95
  CHECK(figure.y.most == 1.0);
  CHECK(figure.targets == std::set<double>{0.9});
}

TEST_CASE("scenarios whose curves are the very same share a panel", "[report]") {
  // Over time the second takes 50 times as long, over iterations nothing differs; the third learns something else.
  RunRecord other = example_run("a", "other");
  other.metrics[2].train_loss = 0.2;
  const std::vector<RunRecord> runs{example_run("a", "lan"), slower(example_run("a", "wan"), 50.0), other};
  CHECK(figure_of(runs, CurveX::time, loss).panels.size() == 3);
  const auto figure = figure_of(runs, CurveX::iteration, loss);
  REQUIRE(figure.panels.size() == 2);
  CHECK(figure.panels[0].scenarios == std::vector<std::string>{"lan", "wan"});
  CHECK(figure.panels[1].scenarios == std::vector<std::string>{"other"});
}

TEST_CASE("what has not finished in one scenario keeps the panels apart", "[report]") {
  const std::vector results{without(results_of("e", {example_run("a", "lan"), example_run("b", "lan"),
                                                     example_run("a", "wan"), example_run("b", "wan")}),
                                    3)};
  CHECK(curve_figure(group_runs(results), CurveX::iteration, loss).panels.size() == 2);
}

TEST_CASE("the target and where it was reached are shown where the figure is about it", "[report]") {
  const auto figure = figure_of({example_run("a", "lan")}, CurveX::time, accuracy);
  CHECK(figure.targets == std::set<double>{0.9});
  REQUIRE(figure.panels[0].curves[0].reached);
  CHECK(figure.panels[0].curves[0].reached->x == 1.0);
  CHECK(figure.panels[0].curves[0].reached->y == 0.91);
  const auto never = figure_of({test::never_reached(example_run("a", "lan"))}, CurveX::time, accuracy);
  CHECK_FALSE(never.panels[0].curves[0].reached);
  for (const auto& about_another : {loss, CurveQuantity{CurveY::test_accuracy, TargetOf::mean_model}}) {
    const auto other = figure_of({example_run("a", "lan")}, CurveX::time, about_another);
    CHECK(other.targets.empty());
    CHECK_FALSE(other.panels[0].curves[0].reached);
  }
}

TEST_CASE("x becomes logarithmic in all panels once curves differ by more than ten times in length", "[report]") {
  const auto ten = figure_of({example_run("a", "lan"), slower(example_run("b", "lan"), 10.0)}, CurveX::time, accuracy);
  CHECK_FALSE(ten.panels[0].x.logarithmic);
  const auto eleven =
      figure_of({example_run("a", "lan"), slower(example_run("b", "lan"), 11.0), example_run("a", "wan")}, CurveX::time,
                accuracy);
  CHECK(eleven.panels[0].x.logarithmic);
  CHECK(eleven.panels[1].x.logarithmic);
  CHECK(eleven.panels[0].x.least == 1.0);  // the evaluation at 0 s has no place there
}

TEST_CASE("a loss is logarithmic, unless it can be negative", "[report]") {
  RunRecord run = example_run("a", "lan");
  CHECK(figure_of({run}, CurveX::iteration, loss).y.logarithmic);
  run.metrics[2].train_loss = -1.0;
  const auto figure = figure_of({run}, CurveX::iteration, loss);
  CHECK_FALSE(figure.y.logarithmic);
  CHECK(figure.y.least == -1.0);
}

TEST_CASE("an exploding loss does not flatten the others", "[report]") {
  RunRecord run = example_run("a", "lan");
  run.metrics[2].train_loss = 1e30;
  CHECK(figure_of({run}, CurveX::iteration, loss).y.most == 25.0);  // ten times 2.5 at the start
}

TEST_CASE("without a finished run there is nothing to plot", "[report]") {
  const std::vector results{without(results_of("e", {example_run("a", "lan")}), 0)};
  CHECK_THROWS_WITH(curve_figure(group_runs(results), CurveX::time, loss),
                    "e: there is nothing to plot: no run has finished");
}

TEST_CASE("over workers, an algorithm is one curve through several experiments", "[report]") {
  const std::vector results{
      results_of("one", {with_gradients("a", 1, {9.0, 4.0}), with_gradients("b", 1, {9.0, 2.0})}),
      results_of("four", {with_gradients("a", 4, {9.0, 1.0}), with_gradients("b", 4, {9.0, 60.0})})};
  const auto figure = curve_figure(labelled_by_algorithm(group_runs(results)), CurveX::workers, gradient);
  REQUIRE(figure.panels.size() == 1);
  const CurvePanel& panel = figure.panels[0];
  REQUIRE(panel.curves.size() == 2);
  CHECK(panel.curves[0].series.label == "a");
  CHECK(panel.curves[0].curve.points.size() == 2);
  CHECK(panel.curves[1].curve.points.size() == 2);
  CHECK(panel.x.logarithmic);
  CHECK(panel.x.labelled == std::set{1.0, 4.0});
  CHECK(figure.y.logarithmic);
  REQUIRE(panel.reference.points.size() == 2);
  CHECK(panel.reference.points[0].y == 4.0);  // where a begins
  CHECK(panel.reference.points[1].y == 2.0);  // 4 / sqrt(4)
  CHECK(figure.y.least == 1.0);
  CHECK(figure.y.most == 60.0);  // more than ten times the start: growth is what such a figure is to show
}

TEST_CASE("over one number of workers there is nothing to plot", "[report]") {
  const std::vector same{results_of("e", {with_gradients("a", 2, {1.0}), with_gradients("b", 2, {1.0})})};
  CHECK_THROWS_WITH(curve_figure(labelled_by_algorithm(group_runs(same)), CurveX::workers, gradient),
                    "e: there is nothing to plot: expected results of several numbers of workers, found one");
}
