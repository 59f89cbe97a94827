// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/curves.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "tests/report/example_results.hpp"

using namespace lowband;
using test::example_run;
using test::results_of;

TEST_CASE("a curve goes through the evaluations", "[report]") {
  const std::vector results{results_of("e", {example_run("a", "s")})};
  const auto groups = group_runs(results);
  const Curve curve = curve_of(groups[0], CurveX::time, {find_metric("accuracy"), TargetOf::workers});
  REQUIRE(curve.points.size() == 3);
  CHECK(curve.points[1].x == 1.0);
  CHECK(curve.points[1].y == 0.91);
  CHECK_FALSE(curve.diverged);
  CHECK(curve_of(groups[0], CurveX::bytes, {find_metric("loss")}).points[2].x == 2000.0);
  CHECK(curve_of(groups[0], CurveX::iteration, {find_metric("loss")}).points[2].x == 40.0);
  CHECK(curve_of(groups[0], CurveX::iteration, {find_metric("loss")}).points[2].y == 0.1);
}

TEST_CASE("a curve is the workers', the worst worker's or the mean model's", "[report]") {
  const std::vector results{results_of("e", {example_run("a", "s")})};
  const auto groups = group_runs(results);
  const auto last = [&groups](const char* metric, TargetOf of) {
    return curve_of(groups[0], CurveX::time, {find_metric(metric), of}).points[2].y;
  };
  CHECK(last("accuracy", TargetOf::workers) == 0.94);
  CHECK(last("accuracy", TargetOf::worst_worker) == 0.92);
  CHECK(last("accuracy", TargetOf::mean_model) == 0.95);
  CHECK(last("loss", TargetOf::workers) == 0.125);
  CHECK(last("loss", TargetOf::worst_worker) == 0.25);
  CHECK(last("loss", TargetOf::mean_model) == 0.1);
}

TEST_CASE("where all seeds reached the target there is a point, the mean of where each did", "[report]") {
  RunRecord later = test::reached("a", "s", 5.0, 3000, 2);
  later.metrics[1].workers_test_accuracy = 0.96;
  std::vector results{results_of("e", {test::reached("a", "s", 1.0, 1000, 1), later})};
  auto groups = group_runs(results);
  judge(groups, {});
  const auto point = reached_point_of(groups[0], CurveX::bytes, {find_metric("accuracy"), TargetOf::workers});
  REQUIRE(point);
  CHECK(point->x == 2000.0);         // (1000 + 3000) / 2
  CHECK(point->y == Approx(0.935));  // (0.91 + 0.96) / 2
  results[0].runs[1] = test::never_reached(later);
  groups = group_runs(results);
  judge(groups, {});
  CHECK_FALSE(reached_point_of(groups[0], CurveX::bytes, {find_metric("accuracy"), TargetOf::workers}));
}

TEST_CASE("seeds become their mean and range, over the evaluations that all have", "[report]") {
  RunRecord other = test::diverged(example_run("a", "s", 2), 20);
  other.metrics.pop_back();
  other.metrics[1].sim_time_s = 3.0;
  other.metrics[1].train_loss = 1.5;
  const std::vector results{results_of("e", {example_run("a", "s", 1), other})};
  const Curve curve = curve_of(group_runs(results)[0], CurveX::time, {find_metric("loss")});
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
  CHECK(curve_of(group_runs(results)[0], CurveX::time, {find_metric("loss")}).points.size() == 2);
}

TEST_CASE("traffic over time is that of traffic.csv, the mean over the seeds", "[report]") {
  // 1000 bytes a second for 2 s, and twice as much, 2000 bytes a second, for 2 s.
  RunRecord other = test::example_run("a", "lan", 2);
  for (auto& row : other.traffic) row.bytes_sent *= 2;
  const std::vector results{test::results_of("e", {test::example_run("a", "lan"), other})};
  const Curve curve = curve_of(group_runs(results)[0], CurveX::time, {find_metric("bytes-sent")});
  REQUIRE(curve.points.size() == 201);
  CHECK(curve.points[0] == CurvePoint{0.0, 0.0, 0.0, 0.0});
  CHECK(curve.points[50].x == Approx(0.5));
  CHECK(curve.points[50].y == Approx(750.0));
  CHECK(curve.points[50].lowest == Approx(500.0));
  CHECK(curve.points[200].y == 3000.0);
}
