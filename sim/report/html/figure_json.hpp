// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/base/place.hpp"
#include "sim/report/figures/figure.hpp"

namespace lowband {

/// A figure as the script of a page draws it (page/charts.js): objects with the names of the members of Figure, marks
/// with their kind ("line", "dot", "rule", "box", "heat", "graph", "text") as "is". Values stay in SI units. To keep
/// pages small, points and boxes are arrays in the order of their members, "" and other defaults are left out, and
/// numbers are rounded to seven digits, more than any screen shows.
[[nodiscard]] Json figure_json(const Figure& figure);

}  // namespace lowband
