// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace lowband {

/// A value at each place of a grid.
struct Field {
  std::vector<double> xs;      ///< ascending
  std::vector<double> ys;      ///< likewise
  std::vector<double> values;  ///< row by row, one per y; NaN where there is none

  [[nodiscard]] double at(std::size_t x, std::size_t y) const { return values[y * xs.size() + x]; }
};

/// Points (x, y) of a line; its last one is its first if it is closed.
using Polyline = std::vector<std::pair<double, double>>;

/// Where `field` is `level`, by marching squares (Lorensen and Cline, SIGGRAPH 1987, in the plane): between neighbours
/// it is linear, and at a saddle the mean of the four corners decides. A cell with a corner without a value has no
/// line.
[[nodiscard]] std::vector<Polyline> contours(const Field& field, double level);

/// Round levels (1, 1.5, 2, 3, 5, 7, 10, ...) strictly between the least and the greatest value, at most `most` of
/// them.
[[nodiscard]] std::vector<double> round_levels(const Field& field, std::size_t most);

}  // namespace lowband
