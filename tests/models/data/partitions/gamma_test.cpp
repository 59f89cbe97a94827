// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/gamma.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace lowband {
namespace {

TEST_CASE("gamma variates have the right mean and variance") {
  // Gamma(a, 1): mean a, variance a, fourth central moment 3 a^2 + 6 a. Bounds are five standard errors.
  constexpr int count = 40000;
  for (const double shape : {0.1, 0.5, 1.0, 3.0, 50.0}) {
    Stream random(11, Purpose::partition, 0, 0);
    double sum = 0.0;
    double squares = 0.0;
    for (int i = 0; i < count; ++i) {
      const double value = std::exp(log_gamma_variate(shape, random));
      sum += value;
      squares += (value - shape) * (value - shape);
    }
    CHECK(std::abs(sum / count - shape) < 5.0 * std::sqrt(shape / count));
    const double variance_of_square = 3.0 * shape * shape + 6.0 * shape - shape * shape;
    CHECK(std::abs(squares / count - shape) < 5.0 * std::sqrt(variance_of_square / count));
  }
}

TEST_CASE("logarithms of gamma variates of tiny shape are finite") {
  Stream random(11, Purpose::partition, 0, 0);
  for (int i = 0; i < 1000; ++i) REQUIRE(std::isfinite(log_gamma_variate(1e-4, random)));
}

}  // namespace
}  // namespace lowband
