// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace lowband {

/// A curve at the places that all curves share; NaN where it has no point, and then there is no line either.
using CurveValues = std::vector<double>;

/// From `x` on `curve` is the lowest, whose value there is `y`; at a crossing it is also that of the one before.
struct LowestFrom {
  double x = 0.0;
  double y = 0.0;
  std::size_t curve = 0;

  [[nodiscard]] bool operator==(const LowestFrom&) const = default;
};

/// Which of several curves is the lowest where: of straight lines from place to place, at the ascending `xs`, the lower
/// envelope. Of equal ones it is the first, until another is lower. The first entry is where any has a point; where all
/// have a gap, the last one before stays.
[[nodiscard]] std::vector<LowestFrom> lowest_along(std::span<const double> xs, std::span<const CurveValues> curves);

}  // namespace lowband
