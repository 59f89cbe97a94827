// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/tridiagonal.hpp"

#include <cmath>

namespace lowband {

void Tridiagonal::add_row(double diagonal, double coupling) {
  diagonal_.push_back(diagonal);
  coupling_.push_back(coupling);
}

std::size_t Tridiagonal::eigenvalues_below(double x) const {
  constexpr double tiny = 1e-300;  // stands for a pivot of zero, which has no reciprocal
  std::size_t count = 0;
  double filled = 0.0;  // coupling^2 / pivot of the row before
  for (std::size_t row = 0; row < size(); ++row) {
    double pivot = diagonal_[row] - x - filled;
    if (std::abs(pivot) < tiny) pivot = -tiny;
    if (pivot < 0.0) ++count;
    filled = coupling_[row] * coupling_[row] / pivot;
  }
  return count;
}

double Tridiagonal::eigenvalue(std::size_t index, double low, double high) const {
  constexpr int halvings = 60;  // more than a double has digits
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    (eigenvalues_below(middle) > index ? high : low) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace lowband
