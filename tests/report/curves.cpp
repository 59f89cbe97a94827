#include "sim/report/curves.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "tests/report/example_results.hpp"

using namespace lowband;
using test::example_run;
using test::results_of;

TEST_CASE("a curve goes through the evaluations", "[report]") {
  const std::vector results{results_of("e", {example_run("a", "s")})};
  const auto groups = group_runs(results);
  const Curve curve = curve_of(groups[0], CurveX::time, CurveY::test_accuracy);
  REQUIRE(curve.points.size() == 3);
  CHECK(curve.points[1].x == 1.0);
  CHECK(curve.points[1].y == 0.92);
  CHECK_FALSE(curve.diverged);
  CHECK(curve_of(groups[0], CurveX::bytes, CurveY::train_loss).points[2].x == 2000.0);
  CHECK(curve_of(groups[0], CurveX::iteration, CurveY::train_loss).points[2].x == 40.0);
  CHECK(curve_of(groups[0], CurveX::iteration, CurveY::train_loss).points[2].y == 0.1);
}

TEST_CASE("seeds become their mean and range, over the evaluations that all have", "[report]") {
  RunRecord other = test::diverged(example_run("a", "s", 2), 20);
  other.metrics.pop_back();
  other.metrics[1].sim_time_s = 3.0;
  other.metrics[1].train_loss = 1.5;
  const std::vector results{results_of("e", {example_run("a", "s", 1), other})};
  const Curve curve = curve_of(group_runs(results)[0], CurveX::time, CurveY::train_loss);
  REQUIRE(curve.points.size() == 2);
  CHECK(curve.points[1].x == 2.0);  // (1 + 3) / 2
  CHECK(curve.points[1].y == 1.0);  // (0.5 + 1.5) / 2
  CHECK(curve.points[1].lowest == 0.5);
  CHECK(curve.points[1].highest == 1.5);
  CHECK(curve.diverged);
}

TEST_CASE("what is not finite is not on the curve", "[report]") {
  RunRecord run = example_run("a", "s");
  run.metrics[2].train_loss = std::numeric_limits<double>::infinity();
  const std::vector results{results_of("e", {run})};
  CHECK(curve_of(group_runs(results)[0], CurveX::time, CurveY::train_loss).points.size() == 2);
}
