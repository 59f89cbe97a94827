// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/tridiagonal.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace lowband;

TEST_CASE("eigenvalues of a tridiagonal matrix", "[tridiagonal]") {
  // diagonal 2, couplings -1: 2 - 2 cos(pi k / (n + 1)), k = 1 ... n.
  constexpr int n = 9;
  Tridiagonal matrix;
  for (int i = 0; i < n; ++i) matrix.add_row(2.0, -1.0);
  REQUIRE(matrix.size() == n);
  for (int k = 1; k <= n; ++k) {
    const double expected = 2.0 - 2.0 * std::cos(std::numbers::pi * k / (n + 1));
    CHECK(matrix.eigenvalue(static_cast<std::size_t>(k - 1), -5.0, 5.0) == Approx(expected).margin(1e-14));
    CHECK(matrix.eigenvalues_below(expected - 1e-9) == static_cast<std::size_t>(k - 1));
    CHECK(matrix.eigenvalues_below(expected + 1e-9) == static_cast<std::size_t>(k));
  }
}

TEST_CASE("couplings of zero split a tridiagonal matrix", "[tridiagonal]") {
  // The blocks (3) and (0 1; 1 0) have the eigenvalues 3 and -1, 1.
  Tridiagonal matrix;
  matrix.add_row(3.0, 0.0);
  matrix.add_row(0.0, 1.0);
  matrix.add_row(0.0, 7.0);  // couples to a row that is not there
  CHECK(matrix.eigenvalue(0, -5.0, 5.0) == Approx(-1.0));
  CHECK(matrix.eigenvalue(1, -5.0, 5.0) == Approx(1.0));
  CHECK(matrix.eigenvalue(2, -5.0, 5.0) == Approx(3.0));
}
