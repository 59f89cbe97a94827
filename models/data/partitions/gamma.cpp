// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/gamma.hpp"

#include <cmath>

namespace lowband {

namespace {

/// Uniform on (0, 1].
double positive_uniform(Stream& random) { return 1.0 - static_cast<double>(random.uniform()); }

}  // namespace

double log_gamma_variate(double shape, Stream& random) {
  if (shape < 1.0) return log_gamma_variate(shape + 1.0, random) + std::log(positive_uniform(random)) / shape;
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  while (true) {
    const auto x = static_cast<double>(random.normal());
    const double root = 1.0 + c * x;
    if (root <= 0.0) continue;
    const double v = root * root * root;
    if (std::log(positive_uniform(random)) < 0.5 * x * x + d - d * v + d * std::log(v)) return std::log(d * v);
  }
}

}  // namespace lowband
