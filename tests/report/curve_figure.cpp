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

CurveFigure figure_of(const std::vector<RunRecord>& runs, CurveX x, CurveY y) {
  static std::vector<ResultsFolder> results;
  results = {results_of("e", runs)};
  return curve_figure(group_runs(results), x, y);
}

}  // namespace

TEST_CASE("panels share y and have x of their own", "[report]") {
  const auto figure =
      figure_of({example_run("a", "lan"), slower(example_run("a", "wan"), 50.0)}, CurveX::time, CurveY::test_accuracy);
  REQUIRE(figure.panels.size() == 2);
  CHECK(figure.panels[0].x.most == 2.0);
  CHECK(figure.panels[1].x.most == 100.0);
  CHECK(figure.panels[0].x.least == 0.0);
  CHECK_FALSE(figure.panels[0].x.logarithmic);
  CHECK(figure.y.least == 0.1);  // the lowest accuracy is 0.1, the highest 0.95
  CHECK(figure.y.most == 1.0);
  CHECK(figure.targets == std::set<double>{0.9});
}

TEST_CASE("x becomes logarithmic in all panels once curves differ by more than ten times in length", "[report]") {
  const auto ten =
      figure_of({example_run("a", "lan"), slower(example_run("b", "lan"), 10.0)}, CurveX::time, CurveY::test_accuracy);
  CHECK_FALSE(ten.panels[0].x.logarithmic);
  const auto eleven =
      figure_of({example_run("a", "lan"), slower(example_run("b", "lan"), 11.0), example_run("a", "wan")}, CurveX::time,
                CurveY::test_accuracy);
  CHECK(eleven.panels[0].x.logarithmic);
  CHECK(eleven.panels[1].x.logarithmic);
  CHECK(eleven.panels[0].x.least == 1.0);  // the evaluation at 0 s has no place there
}

TEST_CASE("a loss is logarithmic, unless it can be negative", "[report]") {
  RunRecord run = example_run("a", "lan");
  CHECK(figure_of({run}, CurveX::iteration, CurveY::train_loss).y.logarithmic);
  run.metrics[2].train_loss = -1.0;
  const auto figure = figure_of({run}, CurveX::iteration, CurveY::train_loss);
  CHECK_FALSE(figure.y.logarithmic);
  CHECK(figure.y.least == -1.0);
}

TEST_CASE("an exploding loss does not flatten the others", "[report]") {
  RunRecord run = example_run("a", "lan");
  run.metrics[2].train_loss = 1e30;
  CHECK(figure_of({run}, CurveX::iteration, CurveY::train_loss).y.most == 25.0);  // ten times 2.5 at the start
}

TEST_CASE("without a finished run there is nothing to plot", "[report]") {
  const std::vector results{without(results_of("e", {example_run("a", "lan")}), 0)};
  CHECK_THROWS_WITH(curve_figure(group_runs(results), CurveX::time, CurveY::train_loss),
                    "e: there is nothing to plot: no run has finished");
}

TEST_CASE("over workers, an algorithm is one curve through several experiments", "[report]") {
  const std::vector results{
      results_of("one", {with_gradients("a", 1, {9.0, 4.0}), with_gradients("b", 1, {9.0, 2.0})}),
      results_of("four", {with_gradients("a", 4, {9.0, 1.0}), with_gradients("b", 4, {9.0, 60.0})})};
  const auto figure =
      curve_figure(labelled_by_algorithm(group_runs(results)), CurveX::workers, CurveY::gradient_norm_sq);
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
  CHECK_THROWS_WITH(curve_figure(labelled_by_algorithm(group_runs(same)), CurveX::workers, CurveY::gradient_norm_sq),
                    "e: there is nothing to plot: expected results of several numbers of workers, found one");
}

TEST_CASE("of more than three experiments the title tells the first and the last", "[report]") {
  std::vector<ResultsFolder> results;
  for (const char* name : {"m_1", "m_2", "m_4"}) results.push_back(results_of(name, {example_run("a", "lan")}));
  CHECK(curve_figure(group_runs(results), CurveX::time, CurveY::train_loss).experiments == "m_1, m_2, m_4");
  results.push_back(results_of("m_8", {example_run("a", "lan")}));
  CHECK(curve_figure(group_runs(results), CurveX::time, CurveY::train_loss).experiments == "m_1, ..., m_8");
}
