// SPDX-License-Identifier: Apache-2.0
#include "sim/theory/measured_constants.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

#include "tests/algorithms/problems.hpp"

using namespace lowband;

TEST_CASE("the constants of a quadratic are exact", "[theory]") {
  // Curvatures of 1. Worker 0 has the mean (1, 0) and the variance 1; worker 1 (2, 3) and (4 + 1 + 4 + 1) / 2 = 5; the
  // mean of all is (1.5, 1.5), from which both are at a squared distance of 0.25 + 2.25.
  const std::vector<std::vector<std::uint32_t>> shares{{0, 1}, {2, 3}};
  const auto made = test::quadratic({{0.0F, 0.0F}, {2.0F, 0.0F}, {0.0F, 2.0F}, {4.0F, 4.0F}}, shares, 2);
  const MeasuredConstants measured = constants_of(*made.problem, shares, 2);
  const ProblemConstants& constants = measured.constants;
  CHECK(measured.is_exact);
  CHECK(constants.smoothness == 1.0);
  CHECK(constants.noise_sq == Approx(2.5));  // 5 of a sample, of two the half
  CHECK(constants.dissimilarity_sq == Approx(2.5));
  const auto from = [&](double x, double y) {
    const auto& start = made.problem->initial();
    return std::pow(static_cast<double>(start[0]) - x, 2) + std::pow(static_cast<double>(start[1]) - y, 2);
  };
  CHECK(constants.initial_gap == Approx(0.5 * from(1.5, 1.5)));
  CHECK(constants.second_moment == Approx(std::max(0.5 + from(1.0, 0.0), 2.5 + from(2.0, 3.0))));
  CHECK(measured.words[0] == "L = 1 (exact)");
  CHECK_THAT(measured.words[3], Catch::EndsWith("(estimate at the initial model)"));
}

TEST_CASE("the curvature of other models is estimated at the initial model", "[theory]") {
  // The loss (w x + b - y)^2 of samples with x = 2 has the Hessian 2 (x, 1)^T (x, 1), everywhere: 2 (x^2 + 1) = 10.
  test::OwningProblem made;
  const auto samples = [] {
    return Samples::from_floats(FloatBuffer{2.0F, 2.0F}, Labels::of_values({1.0F, -1.0F}), {1});
  };
  made.data.train = samples();
  made.data.test = samples();
  made.model = models().read(
      Json::parse(R"({"name": "network", "layers": [{"layer": "dense", "units": 1}], "loss": "mse"})"), Place("test"));
  made.model->bind({1}, {0});
  const std::vector<std::vector<std::uint32_t>> shares{{0, 1}};
  made.problem = std::make_unique<Problem>(*made.model, made.data, shares, 1, 1);
  const MeasuredConstants measured = constants_of(*made.problem, shares, 1);
  CHECK_FALSE(measured.is_exact);
  CHECK(measured.constants.smoothness == Approx(10.0).epsilon(1e-3));
  // Gradients are 2 (w x + b - y) (x, 1): of the labels 1 and -1 they are 2 (2, 1) from their mean.
  CHECK(measured.constants.noise_sq == Approx(20.0));
  CHECK(measured.constants.dissimilarity_sq == Approx(0.0).margin(1e-12));
  CHECK_THAT(measured.words[0], Catch::EndsWith("(estimate at the initial model)"));
  CHECK_THAT(measured.words[4], Catch::EndsWith("(estimate: f(x_0), as no loss is below 0)"));
}
