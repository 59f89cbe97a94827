// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/rate.hpp"

#include <catch2/catch.hpp>

#include <limits>

#include "tests/report/example_results.hpp"

using namespace lowband;
using test::results_of;
using test::with_gradients;

namespace {

/// The curve of the algorithm "a" in experiments of a run or several each.
RateCurve rate(const std::vector<std::vector<RunRecord>>& experiments, RateOver over, RateMean mean = RateMean::all) {
  std::vector<ResultsFolder> results;
  for (const auto& runs : experiments) results.push_back(results_of("e" + std::to_string(results.size()), runs));
  return rate_curve_of(group_runs(results), over, mean);
}

RunRecord with_iterations(RunRecord run, std::uint64_t iterations) {
  run.summary.iterations = iterations;
  return run;
}

}  // namespace

TEST_CASE("over workers, a run is the mean of all its evaluations, or of the last half", "[report]") {
  const std::vector<std::vector<RunRecord>> experiments{
      {with_gradients("a", 4, {90.0, 80.0, 1.0, 2.0})},
      {with_gradients("a", 2, {90.0, 5.0, 7.0}, 1), with_gradients("a", 2, {90.0, 7.0, 9.0}, 2)}};
  const RateCurve half = rate(experiments, RateOver::workers, RateMean::last_half);
  REQUIRE(half.points.size() == 2);
  CHECK(half.points[0].x == 2.0);  // ascending, whatever the order of the experiments
  CHECK(half.points[0].y == 7.0);  // ((5 + 7) / 2 + (7 + 9) / 2) / 2: of three evaluations, the last two
  // t_{0.975, 1} = 12.706 times the standard error, s / sqrt(2) = 1.
  CHECK(half.points[0].highest == Approx(7.0 + 12.7062).epsilon(1e-4));
  CHECK(half.points[0].lowest == Approx(7.0 - 12.7062).epsilon(1e-4));
  CHECK(half.points[1].y == 1.5);  // (1 + 2) / 2
  CHECK(half.points[1].lowest == 1.5);
  const RateCurve all = rate(experiments, RateOver::workers);
  CHECK(all.points[0].y == Approx((34.0 + 106.0 / 3.0) / 2.0));  // (90 + 5 + 7) / 3 and (90 + 7 + 9) / 3
  CHECK(all.points[1].y == Approx(43.25));
}

TEST_CASE("a slope is fitted seed by seed", "[report]") {
  // Seed 1 falls from 4 to 2, seed 2 from 4 to 1 as M goes from 1 to 4: slopes -1/2 and -1.
  const RateCurve curve = rate({{with_gradients("a", 1, {4.0}, 1), with_gradients("a", 1, {4.0}, 2)},
                                {with_gradients("a", 4, {2.0}, 1), with_gradients("a", 4, {1.0}, 2)}},
                               RateOver::workers);
  CHECK(curve.slope.value == Approx(-0.75));
  CHECK(curve.slope.standard_error == Approx(0.25));  // sqrt(1/8) / sqrt(2)
}

TEST_CASE("over iterations, runs of one length are drawn evaluation by evaluation", "[report]") {
  // Evaluations at 0, 20 and 40: means until then 9, (9 + 3) / 2, (9 + 3 + 0) / 3.
  const RateCurve curve = rate({{with_gradients("a", 2, {9.0, 3.0, 0.0})}}, RateOver::iterations);
  REQUIRE(curve.points.size() == 2);  // 0 has no logarithm
  CHECK(curve.points[0] == CurvePoint{20.0, 6.0, 6.0, 6.0});
  CHECK(curve.points[1] == CurvePoint{40.0, 4.0, 4.0, 4.0});
}

TEST_CASE("over iterations and samples, runs of several lengths are points", "[report]") {
  const std::vector<std::vector<RunRecord>> experiments{{with_iterations(with_gradients("a", 4, {4.0}), 100)},
                                                        {with_iterations(with_gradients("a", 4, {2.0}), 400)}};
  CHECK(rate(experiments, RateOver::iterations).points[1] == CurvePoint{400.0, 2.0, 2.0, 2.0});
  const RateCurve samples = rate(experiments, RateOver::samples);
  CHECK(samples.points[0].x == 400.0);
  CHECK(samples.points[1].x == 1600.0);
  CHECK(samples.slope.value == Approx(-0.5));
}

TEST_CASE("over local steps, a run is where its algorithm says", "[report]") {
  std::vector<ResultsFolder> results{results_of("e", {with_gradients("a", 2, {4.0}), with_gradients("b", 2, {2.0})})};
  results[0].manifest["experiment"]["algorithms"][0]["local_steps"] = 1;
  results[0].manifest["experiment"]["algorithms"][1]["local_steps"] = 4;
  const RateCurve curve = rate_curve_of(group_runs(results), RateOver::local_steps, RateMean::all);
  REQUIRE(curve.points.size() == 2);
  CHECK(curve.points[1].x == 4.0);
  CHECK(curve.slope.value == Approx(-0.5));
  results[0].manifest["experiment"]["algorithms"][1]["local_steps"] = {{"name", "post-local"}};
  CHECK(rate_curve_of(group_runs(results), RateOver::local_steps, RateMean::all).points.size() == 1);
}

TEST_CASE("where a run diverged, or has no gradient above 0, there is no point", "[report]") {
  const std::vector two{with_gradients("a", 2, {9.0})};
  const std::vector eight{with_gradients("a", 8, {1.0})};
  const RunRecord other_seed = with_gradients("a", 4, {9.0}, 2);
  const double infinity = std::numeric_limits<double>::infinity();
  for (const auto& spoilt : {test::diverged(with_gradients("a", 4, {9.0}), 10), with_gradients("a", 4, {infinity}),
                             with_gradients("a", 4, {0.0})}) {
    const RateCurve curve = rate({two, {spoilt, other_seed}, eight}, RateOver::workers);
    CHECK(curve.points.size() == 2);
    CHECK(curve.is_incomplete);
  }
  CHECK_FALSE(rate({two, eight}, RateOver::workers).is_incomplete);
  CHECK(rate({{}, {with_gradients("a", 2, {})}}, RateOver::workers).points.empty());
}
