// SPDX-License-Identifier: Apache-2.0
#include "sim/report/statistic.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace lowband;

TEST_CASE("quantiles of Student's distribution are those of the tables", "[report]") {
  // Abramowitz and Stegun, table 26.10, and the closed forms for one and two degrees of freedom:
  // tan(pi (p - 1/2)), and (2 p - 1) / sqrt(2 p (1 - p)).
  constexpr double pi = 3.14159265358979323846;
  CHECK(student_quantile(0.975, 1) == Approx(std::tan(0.475 * pi)).epsilon(1e-12));  // 12.7062
  CHECK(student_quantile(0.975, 2) == Approx(4.302653).epsilon(1e-6));
  CHECK(student_quantile(0.975, 2) == Approx(0.95 / std::sqrt(2.0 * 0.975 * 0.025)).epsilon(1e-12));
  CHECK(student_quantile(0.95, 2) == Approx(0.9 / std::sqrt(2.0 * 0.95 * 0.05)).epsilon(1e-12));
  CHECK(student_quantile(0.975, 4) == Approx(2.776).epsilon(2e-4));
  CHECK(student_quantile(0.995, 9) == Approx(3.250).epsilon(2e-4));
  CHECK(student_quantile(0.5, 3) == Approx(0.0).margin(1e-15));
}

TEST_CASE("a statistic has mean, sample deviation and the half-width of its interval", "[report]") {
  const Statistic three = statistic_of({10.0, 12.0, 14.0});
  CHECK(three.count == 3);
  CHECK(three.mean == 12.0);
  CHECK(three.deviation == 2.0);                                                     // sqrt((4 + 0 + 4) / 2)
  CHECK(three.half_width == Approx(4.302653 * 2.0 / std::sqrt(3.0)).epsilon(1e-6));  // t s / sqrt(n)
  // 90 %: t_{0.95, 2} = 0.9 / sqrt(2 * 0.95 * 0.05)
  CHECK(statistic_of({10.0, 12.0, 14.0}, 0.9).half_width == Approx(2.919986 * 2.0 / std::sqrt(3.0)).epsilon(1e-6));
}

TEST_CASE("values that are not there count for nothing, and one value has no interval", "[report]") {
  const Statistic one = statistic_of({std::nan(""), 3.0});
  CHECK(one.count == 1);
  CHECK(one.mean == 3.0);
  CHECK(std::isnan(one.deviation));
  CHECK(std::isnan(one.half_width));
  const Statistic none = statistic_of({});
  CHECK(none.count == 0);
  CHECK(std::isnan(none.mean));
}

TEST_CASE("what a seed does to both cancels out in a paired difference", "[report]") {
  // Both move by tens from seed to seed, their differences are 1, 2 and 3: mean 2, s = 1, t_{0.975, 2} / sqrt(3).
  const Difference paired = paired_difference({11.0, 32.0, 53.0}, {10.0, 30.0, 50.0}, 0.95);
  CHECK(paired.is_paired);
  CHECK(paired.mean == Approx(2.0));
  CHECK(paired.half_width == Approx(4.302653 / std::sqrt(3.0)).epsilon(1e-6));
  const Difference single = paired_difference({2.0}, {1.0}, 0.95);
  CHECK(single.mean == 1.0);
  CHECK(std::isnan(single.half_width));
}

TEST_CASE("samples of other seeds are compared by Welch's interval", "[report]") {
  // a: mean 4, s^2 = 4, n = 3; b: mean 1, s^2 = 2, n = 2. Squared errors 4/3 and 1, nu = (7/3)^2 / ((16/9)/2 + 1/1)
  // = (49/9) / (17/9) = 49/17.
  const Difference difference = unpaired_difference({2.0, 4.0, 6.0}, {0.0, 2.0}, 0.95);
  CHECK_FALSE(difference.is_paired);
  CHECK(difference.mean == 3.0);
  CHECK(difference.half_width == Approx(student_quantile(0.975, 49.0 / 17.0) * std::sqrt(7.0 / 3.0)).epsilon(1e-12));
  CHECK(difference.half_width > student_quantile(0.975, 3) * std::sqrt(7.0 / 3.0));
  CHECK(unpaired_difference({1.0, 1.0}, {0.0, 0.0}, 0.95).half_width == 0.0);
  CHECK(std::isnan(unpaired_difference({1.0}, {0.0, 0.0}, 0.95).half_width));
}
