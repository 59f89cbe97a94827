// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace lowband {

/// The exponent of a power law y = c x^slope, as points show it.
struct Slope {
  double value = std::numeric_limits<double>::quiet_NaN();           ///< NaN of fewer than two different x
  double standard_error = std::numeric_limits<double>::quiet_NaN();  ///< NaN if nothing tells it
};

/// x and y, both above 0.
using PowerLawPoints = std::vector<std::pair<double, double>>;

/// The slope of the least-squares line through (log x_i, log y_i), i = 1 .. n. Its standard error, of three points or
/// more, is that of a regression with independent errors of one variance:
///
///     sqrt(sum_i r_i^2 / (n - 2) / sum_i (log x_i - mean)^2), with the residuals r_i.
[[nodiscard]] Slope fitted_slope(const PowerLawPoints& points);

/// The mean of the slopes of several seeds, each fitted by itself, and the standard error of that mean, s / sqrt(n),
/// which errors that the points of a seed share do not mislead. Of a single seed its own slope and standard error.
[[nodiscard]] Slope mean_slope(std::span<const PowerLawPoints> seeds);

}  // namespace lowband
