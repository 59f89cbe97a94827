// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace lowband {

/// The share of all experiments in which an interval is to hold the true mean, unless another is asked for.
inline constexpr double standard_confidence = 0.95;

/// A figure over the seeds that have it, x_1 .. x_n.
struct Statistic {
  std::size_t count = 0;                                         ///< n
  double mean = std::numeric_limits<double>::quiet_NaN();        ///< NaN if count is 0
  double deviation = std::numeric_limits<double>::quiet_NaN();   ///< s, of the sample (n - 1); NaN if count is below 2
  double half_width = std::numeric_limits<double>::quiet_NaN();  ///< of the confidence interval of the mean; likewise
};

/// Over the finite ones of `values`; there are none of a figure that a run does not have. The interval is Student's,
/// for normal values of unknown variance (Student, Biometrika 1908):
///
///     mean +- t_{(1 + confidence) / 2, n - 1} s / sqrt(n).
[[nodiscard]] Statistic statistic_of(std::vector<double> values, double confidence = standard_confidence);

/// The quantile t_{p, nu} of Student's distribution with nu degrees of freedom, for p in (0, 1) and nu > 0, which need
/// not be whole.
[[nodiscard]] double student_quantile(double p, double degrees_of_freedom);

/// By how much one figure is above another, in the mean over seeds.
struct Difference {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double half_width = std::numeric_limits<double>::quiet_NaN();  ///< of its confidence interval; NaN if nobody can tell
  bool is_paired = false;                                        ///< seed by seed
};

/// a_i - b_i seed by seed, of spans of the same length: what a seed does to both cancels out. Student's interval of
/// these differences.
[[nodiscard]] Difference paired_difference(const std::vector<double>& a, const std::vector<double>& b,
                                           double confidence);

/// mean a - mean b where the seeds are not the same: Welch's interval, for variances that may differ, with
///
///     nu = (s_a^2 / n_a + s_b^2 / n_b)^2 / ((s_a^2 / n_a)^2 / (n_a - 1) + (s_b^2 / n_b)^2 / (n_b - 1))
///
/// degrees of freedom (Welch, Biometrika 1947).
[[nodiscard]] Difference unpaired_difference(const std::vector<double>& a, const std::vector<double>& b,
                                             double confidence);

}  // namespace lowband
