// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/report/figures/figure.hpp"

namespace lowband {

/// Of the plot of a panel, without its labels, in points.
struct PlotExtent {
  double width = 0.0;
  double height = 0.0;
};

/// The words around a plot, and the room that they need.
struct Surroundings {
  std::vector<std::string> title;
  std::vector<AxisTick> x_ticks;
  std::vector<AxisTick> y_ticks;
  std::vector<AxisTick> heat_ticks;
  bool has_x_labels = true;  ///< else those of the panel below do
  bool is_slanted = false;   ///< the labels at the x axis
  std::vector<std::string> x_label;
  std::vector<std::string> y_label;
  std::vector<std::string> heat_label;
  double left = 0.0;  ///< how far they reach beyond the plot
  double right = 0.0;
  double top = 0.0;
  double bottom = 0.0;
};

/// Those of the `index`-th panel of `figure`, in so many columns.
[[nodiscard]] Surroundings surroundings(const Figure& figure, std::size_t index, PlotExtent plot, std::size_t columns);

/// The width of the widest label, in units of its size.
[[nodiscard]] double widest(const std::vector<AxisTick>& ticks);

[[nodiscard]] bool has_heat(const FigurePanel& panel);

}  // namespace lowband
