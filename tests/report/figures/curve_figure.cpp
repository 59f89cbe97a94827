// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/curve_figure.hpp"

#include <catch2/catch.hpp>

#include <limits>

#include "sim/base/error.hpp"
#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"

using namespace lowband;
using test::example_run;
using test::legend_of;
using test::marks_of;
using test::results_of;
using test::titles_of;
using test::without;

namespace {

using Names = std::vector<std::string>;

RunRecord slower(RunRecord run, double factor) {
  for (auto& row : run.metrics) row.sim_time_s *= factor;
  return run;
}

const CurveQuantity accuracy{find_metric("accuracy"), TargetOf::workers};
const CurveQuantity loss{find_metric("loss")};

Figure figure_of(const std::vector<RunRecord>& runs, const CurveAxes& axes) {
  static std::vector<ResultsFolder> results;
  results = {results_of("e", runs)};
  auto groups = group_runs(results);
  judge(groups, {});
  return curve_figure(groups, axes);
}

}  // namespace

TEST_CASE("panels share y and have x of their own", "[report]") {
  const Figure figure =
      figure_of({example_run("a", "lan"), slower(example_run("a", "wan"), 50.0)}, {CurveX::time, accuracy});
  REQUIRE(figure.panels.size() == 2);
  const auto& [lan, wan] = std::tie(figure.panels[0], figure.panels[1]);
  CHECK(lan.x.most == 2.0);
  CHECK(wan.x.most == 100.0);
  CHECK(lan.x.least == 0.0);
  CHECK_FALSE(lan.x.is_logarithmic);
  CHECK(figure.shares_y);
  CHECK(lan.y == wan.y);
  CHECK(lan.y.least == 0.1);  // the workers' lowest accuracy is 0.1, their highest 0.94
  CHECK(lan.y.most == 1.0);
  CHECK(figure.title == "e: test accuracy over simulated time");
  CHECK(test::text_of(lan.x) == "simulated time (s)");
  CHECK(test::text_of(lan.y) == "test accuracy, mean of the workers (%)");
}

TEST_CASE("scenarios whose curves are the very same share a panel", "[report]") {
  // Over time the second takes 50 times as long, over iterations nothing differs; the third learns something else.
  RunRecord other = example_run("a", "other");
  other.metrics[2].train_loss = 0.2;
  const std::vector<RunRecord> runs{example_run("a", "lan"), slower(example_run("a", "wan"), 50.0), other};
  CHECK(figure_of(runs, {CurveX::time, loss}).panels.size() == 3);
  CHECK(titles_of(figure_of(runs, {CurveX::iteration, loss})) == Names{"the same in lan, wan", "other"});
}

TEST_CASE("what has not finished in one scenario keeps the panels apart", "[report]") {
  const std::vector results{without(results_of("e", {example_run("a", "lan"), example_run("b", "lan"),
                                                     example_run("a", "wan"), example_run("b", "wan")}),
                                    3)};
  CHECK(curve_figure(group_runs(results), {CurveX::iteration, loss}).panels.size() == 2);
}

TEST_CASE("a scenario without any finished run has a panel that says so", "[report]") {
  const std::vector results{without(results_of("e", {example_run("a", "lan"), example_run("a", "wan")}), 1)};
  const Figure figure = curve_figure(group_runs(results), {CurveX::iteration, loss});
  REQUIRE(figure.panels.size() == 2);
  CHECK(figure.panels[0].absence.empty());
  CHECK(figure.panels[1].absence == "not finished");
}

TEST_CASE("the target and where it was reached are shown where the figure is about it", "[report]") {
  const Figure figure = figure_of({example_run("a", "lan")}, {CurveX::time, accuracy});
  CHECK(legend_of(figure) == Names{"a", "target", "target reached"});
  CHECK(marks_of<RuleMark>(figure.panels[0]) == std::vector{RuleMark{1, 0.9, false}});
  CHECK(marks_of<DotMark>(figure.panels[0]) == std::vector{DotMark{0, PointShape::dot, {{1.0, 0.91, 0.91, 0.91}}}});
  const Figure never = figure_of({test::never_reached(example_run("a", "lan"))}, {CurveX::time, accuracy});
  CHECK(legend_of(never) == Names{"a", "target"});
  for (const auto& about_another : {loss, CurveQuantity{find_metric("accuracy"), TargetOf::mean_model}}) {
    CHECK(legend_of(figure_of({example_run("a", "lan")}, {CurveX::time, about_another})) == Names{"a"});
  }
}

TEST_CASE("a cross ends the curve of a run that diverged", "[report]") {
  const Figure figure = figure_of({test::diverged(example_run("a", "lan"), 40)}, {CurveX::iteration, loss});
  CHECK(legend_of(figure) == Names{"a", "diverged"});
  CHECK(marks_of<DotMark>(figure.panels[0]) == std::vector{DotMark{0, PointShape::cross, {{40.0, 0.1, 0.1, 0.1}}}});
}

TEST_CASE("x becomes logarithmic in all panels once curves differ by more than ten times in length", "[report]") {
  const CurveAxes axes{CurveX::time, accuracy};
  const Figure ten = figure_of({example_run("a", "lan"), slower(example_run("b", "lan"), 10.0)}, axes);
  CHECK_FALSE(ten.panels[0].x.is_logarithmic);
  const std::vector<RunRecord> runs{example_run("a", "lan"), slower(example_run("b", "lan"), 11.0),
                                    example_run("a", "wan")};
  const Figure eleven = figure_of(runs, axes);
  CHECK(eleven.panels[0].x.is_logarithmic);
  CHECK(eleven.panels[1].x.is_logarithmic);
  CHECK(eleven.panels[1].x.least == Approx(1.0 / 1.1));  // the evaluation at 0 s has no place there
  CHECK_FALSE(figure_of(runs, {CurveX::time, accuracy, false}).panels[0].x.is_logarithmic);
  CHECK(figure_of({example_run("a", "lan")}, {CurveX::time, accuracy, true}).panels[0].x.is_logarithmic);
}

TEST_CASE("a loss is logarithmic, unless it can be negative", "[report]") {
  RunRecord run = example_run("a", "lan");
  CHECK(figure_of({run}, {CurveX::iteration, loss}).panels[0].y.is_logarithmic);
  run.metrics[2].train_loss = -1.0;
  const FigureAxis y = figure_of({run}, {CurveX::iteration, loss}).panels[0].y;
  CHECK_FALSE(y.is_logarithmic);
  CHECK(y.least == -1.0);
}

TEST_CASE("an exploding loss does not flatten the others", "[report]") {
  RunRecord run = example_run("a", "lan");
  run.metrics[2].train_loss = 1e30;
  CHECK(figure_of({run}, {CurveX::iteration, loss}).panels[0].y.most == Approx(1.1 * 25.0));  // ten times 2.5, and room
}

TEST_CASE("models that are equal have no place on a logarithmic axis of distances, and a note says so", "[report]") {
  const Figure figure =
      figure_of({example_run("gossip", "lan"), test::with_equal_models(example_run("all-reduce", "lan"))},
                {CurveX::time, {find_metric("consensus")}});
  CHECK(legend_of(figure) == Names{"gossip"});
  CHECK(figure.notes == Names{"0 throughout: all-reduce."});
  CHECK(figure.panels[0].y.most == Approx(1.1 / 3.0));  // growth is what such a figure is to show
}

TEST_CASE("the accuracy of workers reaches from their mean down to the worst", "[report]") {
  const Figure figure = figure_of({example_run("a", "lan")}, {CurveX::time, accuracy, {}, true});
  const auto lines = marks_of<LineMark>(figure.panels[0]);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].points[2] == LinePoint{2.0, 0.94, 0.92, 0.94});
  CHECK(lines[1].points[2].y == 0.92);
  CHECK(figure.series[lines[1].series].style.colour == figure.series[0].style.colour);
  CHECK(legend_of(figure) == Names{"a", "target", "worst worker", "target reached"});
}

TEST_CASE("without a finished run there is nothing to plot", "[report]") {
  const std::vector results{without(results_of("e", {example_run("a", "lan")}), 0)};
  CHECK_THROWS_WITH(curve_figure(group_runs(results), {CurveX::time, loss}),
                    "e: there is nothing to plot: no run has finished");
}
