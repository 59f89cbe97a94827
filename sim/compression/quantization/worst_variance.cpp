// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/worst_variance.hpp"

#include <cmath>

namespace lowband {

double worst_dithering_variance(std::size_t size, double levels, Norm norm) {
  if (size == 0) return 0.0;
  const auto d = static_cast<double>(size);
  if (norm == Norm::maximum) return (std::sqrt(1.0 + (d - 1.0) / (levels * levels)) - 1.0) / 2.0;
  const double root = std::sqrt(d);
  return levels <= root / 2.0 ? root / levels - 1.0 : d / (4.0 * levels * levels);
}

double worst_grid_variance(std::size_t size, double points) {
  return static_cast<double>(size) / (2.0 * (points - 1.0) * (points - 1.0));
}

std::optional<double> maximum_norm_factor(double distance) {
  if (distance > 1.0) return std::nullopt;
  return distance < 1.0 ? 1.0 : 0.5;
}

}  // namespace lowband
