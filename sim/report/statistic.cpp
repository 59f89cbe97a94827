// SPDX-License-Identifier: Apache-2.0
#include "sim/report/statistic.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <functional>

namespace lowband {

namespace {

double both_tails(double confidence) { return 0.5 * (1.0 + confidence); }

/// The squared standard error of the mean; 0 if all values are equal.
double squared_error(const Statistic& statistic) {
  return statistic.deviation * statistic.deviation / static_cast<double>(statistic.count);
}

}  // namespace

double student_quantile(double p, double degrees_of_freedom) {
  return boost::math::quantile(boost::math::students_t(degrees_of_freedom), p);
}

Statistic statistic_of(std::vector<double> values, double confidence) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  Statistic statistic;
  statistic.count = values.size();
  if (values.empty()) return statistic;
  const auto n = static_cast<double>(values.size());
  double sum = 0.0;
  for (const double value : values) sum += value;
  statistic.mean = sum / n;
  if (values.size() == 1) return statistic;
  double squares = 0.0;
  for (const double value : values) squares += (value - statistic.mean) * (value - statistic.mean);
  statistic.deviation = std::sqrt(squares / (n - 1.0));
  statistic.half_width = student_quantile(both_tails(confidence), n - 1.0) * statistic.deviation / std::sqrt(n);
  return statistic;
}

Difference paired_difference(const std::vector<double>& a, const std::vector<double>& b, double confidence) {
  std::vector<double> differences;
  std::transform(a.begin(), a.end(), b.begin(), std::back_inserter(differences), std::minus<>());
  const Statistic statistic = statistic_of(std::move(differences), confidence);
  return {statistic.mean, statistic.half_width, true};
}

Difference unpaired_difference(const std::vector<double>& a, const std::vector<double>& b, double confidence) {
  const Statistic of_a = statistic_of(a, confidence);
  const Statistic of_b = statistic_of(b, confidence);
  Difference difference{.mean = of_a.mean - of_b.mean};
  if (of_a.count < 2 || of_b.count < 2) return difference;
  const double error_a = squared_error(of_a);
  const double error_b = squared_error(of_b);
  const double error = error_a + error_b;
  difference.half_width = 0.0;
  if (error == 0.0) return difference;
  const double degrees_of_freedom = error * error /
                                    (error_a * error_a / static_cast<double>(of_a.count - 1) +
                                     error_b * error_b / static_cast<double>(of_b.count - 1));
  difference.half_width = student_quantile(both_tails(confidence), degrees_of_freedom) * std::sqrt(error);
  return difference;
}

}  // namespace lowband
