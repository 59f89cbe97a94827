// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace lowband {

/// A symmetric tridiagonal matrix that grows row by row, as Lanczos' method builds it.
class Tridiagonal {
 public:
  /// Adds a row with its diagonal element, and the element that couples it to the next row (unused in the last one).
  void add_row(double diagonal, double coupling);

  [[nodiscard]] std::size_t size() const noexcept { return diagonal_.size(); }

  /// How many eigenvalues are below `x`: as many as T - x has negative pivots (Sylvester's law of inertia).
  [[nodiscard]] std::size_t eigenvalues_below(double x) const;

  /// The `index`-th eigenvalue, counted from the smallest and from 0, which lies in [low, high]; by bisection.
  [[nodiscard]] double eigenvalue(std::size_t index, double low, double high) const;

 private:
  std::vector<double> diagonal_;
  std::vector<double> coupling_;
};

}  // namespace lowband
