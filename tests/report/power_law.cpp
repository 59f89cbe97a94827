// SPDX-License-Identifier: Apache-2.0
#include "sim/report/power_law.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lowband;

TEST_CASE("a slope is that of the logarithms", "[report]") {
  // y = 6 / sqrt(x)
  const Slope slope = fitted_slope({{1.0, 6.0}, {4.0, 3.0}, {9.0, 2.0}});
  CHECK(slope.value == Approx(-0.5));
  CHECK(slope.standard_error == Approx(0.0).margin(1e-12));
}

TEST_CASE("the standard error of a slope is that of a regression", "[report]") {
  // In logarithms (0, 0), (1, 1), (2, 0): the line is y = 1/3, the residuals -1/3, 2/3, -1/3, whose squares add up to
  // 2/3; over n - 2 = 1, and over sum (x - 1)^2 = 2: 1/3.
  const double e = std::exp(1.0);
  const Slope slope = fitted_slope({{1.0, 1.0}, {e, e}, {e * e, 1.0}});
  CHECK(slope.value == Approx(0.0).margin(1e-12));
  CHECK(slope.standard_error == Approx(std::sqrt(1.0 / 3.0)));
}

TEST_CASE("two points have a slope without an error, one or equal ones have none", "[report]") {
  const Slope two = fitted_slope({{1.0, 1.0}, {2.0, 4.0}});
  CHECK(two.value == Approx(2.0));
  CHECK(std::isnan(two.standard_error));
  CHECK(std::isnan(fitted_slope({{1.0, 1.0}}).value));
  CHECK(std::isnan(fitted_slope({{2.0, 1.0}, {2.0, 3.0}}).value));
  CHECK(std::isnan(fitted_slope({}).value));
}

TEST_CASE("of several seeds, the slope is the mean of theirs", "[report]") {
  // Slopes -1 and -2: their mean -1.5, their deviation sqrt(1/2), over sqrt(2): 0.5.
  const std::vector<PowerLawPoints> seeds{{{1.0, 4.0}, {2.0, 2.0}}, {{1.0, 4.0}, {2.0, 1.0}}};
  const Slope slope = mean_slope(seeds);
  CHECK(slope.value == Approx(-1.5));
  CHECK(slope.standard_error == Approx(0.5));
  CHECK(mean_slope(std::span(seeds).first(1)).value == Approx(-1.0));
}
