// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/staleness/polynomial.hpp"

#include <cmath>

namespace lowband {

void PolynomialWeight::parameters(Parameters& parameters) {
  parameters.number("exponent", exponent_, {.least = 0, .most = 1}, "", "a: the weight is (1 + tau)^-a");
}

double PolynomialWeight::weight(std::uint64_t staleness) const {
  return std::pow(1.0 + static_cast<double>(staleness), -exponent_);
}

}  // namespace lowband
