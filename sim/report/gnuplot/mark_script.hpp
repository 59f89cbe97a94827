// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/figures/figure.hpp"

namespace lowband {

/// The part of a gnuplot script that draws the marks of a panel, in SI units: data blocks, and what `plot` draws of
/// them, from the lowest to the highest.
struct MarkScript {
  std::string data;
  std::vector<std::string> plots;
};

/// `number` tells the blocks of this panel from those of others.
[[nodiscard]] MarkScript mark_script(const Figure& figure, const FigurePanel& panel, std::size_t number);

/// How gnuplot draws a line of this style, and a point and a box: "with lines lw 2 ...".
[[nodiscard]] std::string line_style(const FigureStyle& style);
[[nodiscard]] std::string point_style(PointShape shape, const std::string& colour);
[[nodiscard]] std::string box_style(const FigureStyle& style);

}  // namespace lowband
