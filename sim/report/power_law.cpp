// SPDX-License-Identifier: Apache-2.0
#include "sim/report/power_law.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "sim/report/statistic.hpp"

namespace lowband {

Slope fitted_slope(const PowerLawPoints& points) {
  const auto n = static_cast<double>(points.size());
  double mean_x = 0.0;
  double mean_y = 0.0;
  for (const auto& [x, y] : points) {
    mean_x += std::log(x) / n;
    mean_y += std::log(y) / n;
  }
  double squares = 0.0;
  double products = 0.0;
  for (const auto& [x, y] : points) {
    squares += (std::log(x) - mean_x) * (std::log(x) - mean_x);
    products += (std::log(x) - mean_x) * (std::log(y) - mean_y);
  }
  if (!(squares > 0.0)) return {};
  Slope slope{.value = products / squares};
  if (points.size() < 3) return slope;
  double residuals = 0.0;
  for (const auto& [x, y] : points) {
    const double residual = std::log(y) - mean_y - slope.value * (std::log(x) - mean_x);
    residuals += residual * residual;
  }
  slope.standard_error = std::sqrt(residuals / (n - 2.0) / squares);
  return slope;
}

Slope mean_slope(std::span<const PowerLawPoints> seeds) {
  if (seeds.size() == 1) return fitted_slope(seeds.front());
  std::vector<double> slopes;
  for (const auto& points : seeds) slopes.push_back(fitted_slope(points).value);
  const Statistic statistic = statistic_of(std::move(slopes));
  return {statistic.mean, statistic.deviation / std::sqrt(static_cast<double>(statistic.count))};
}

}  // namespace lowband
