// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/report/figures/figure.hpp"

namespace lowband {

/// How labels stand along an axis.
enum class TickSpace : std::uint8_t {
  widths,  ///< side by side
  lines,   ///< one above the other, or slanted
};

/// The labels of `axis` where its line is `length` points long and its text of the given size, in SI units and without
/// one over the other: round values in its unit; of a logarithmic axis whole decades and, where it has few of them,
/// what is between. Of the ticks that the axis itself states, the first and as many as find room, evenly spaced.
[[nodiscard]] std::vector<AxisTick> ticks_of(const FigureAxis& axis, double length, double size, TickSpace space);

/// Whether the ticks that the axis states find room side by side.
[[nodiscard]] bool fit_side_by_side(const FigureAxis& axis, double length, double size);

/// Where `value` is on the axis: 0 at its least, 1 at its most.
[[nodiscard]] double position_on(const FigureAxis& axis, double value);

}  // namespace lowband
