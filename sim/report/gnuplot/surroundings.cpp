// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/surroundings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/report/gnuplot/page_sizes.hpp"
#include "sim/report/gnuplot/ticks.hpp"

namespace lowband {

namespace {

namespace sizes = page_sizes;

std::string labelled(const FigureAxis& axis) {
  if (axis.is_hidden) return "";
  return axis.unit.symbol.empty() ? axis.label : fmt::format("{} ({})", axis.label, axis.unit.symbol);
}

/// The height of the labels at the x axis; how far they reach beyond its ends is taken into account.
double x_ticks_height(const FigureAxis& axis, double width, Surroundings& around) {
  if (!around.has_x_labels || around.x_ticks.empty()) return 0.0;
  const double radians = sizes::slant * std::numbers::pi / 180.0;
  for (const auto& tick : around.x_ticks) {
    const double at = width * position_on(axis, tick.at);
    const double label = sizes::text * text_width(tick.label);
    const double before = around.is_slanted ? label * std::cos(radians) + 0.5 * sizes::text : 0.5 * label;
    const double behind = around.is_slanted ? sizes::text : 0.5 * label;
    around.left = std::max(around.left, before - at);
    around.right = std::max(around.right, at + behind - width);
  }
  const double height = around.is_slanted
                            ? sizes::text * (widest(around.x_ticks) * std::sin(radians) + std::cos(radians))
                            : sizes::line * sizes::text;
  return height + sizes::pad;
}

}  // namespace

double widest(const std::vector<AxisTick>& ticks) {
  double most = 0.0;
  for (const auto& tick : ticks) most = std::max(most, text_width(tick.label));
  return most;
}

bool has_heat(const FigurePanel& panel) {
  return std::any_of(panel.marks.begin(), panel.marks.end(),
                     [](const FigureMark& mark) { return std::holds_alternative<HeatMark>(mark); });
}

Surroundings surroundings(const Figure& figure, std::size_t index, PlotExtent plot, std::size_t columns) {
  const FigurePanel& panel = figure.panels[index];
  Surroundings around;
  around.title = sizes::lines_of(panel.title, plot.width, sizes::text);
  around.top = sizes::height_of(around.title, sizes::text) + sizes::pad;
  if (!panel.absence.empty()) return around;

  around.has_x_labels = !figure.shares_x || index + columns >= figure.panels.size();
  around.is_slanted = !panel.x.ticks.empty() && !fit_side_by_side(panel.x, plot.width, sizes::text);
  around.x_ticks = ticks_of(panel.x, plot.width, sizes::text, around.is_slanted ? TickSpace::lines : TickSpace::widths);
  around.y_ticks = ticks_of(panel.y, plot.height, sizes::text, TickSpace::lines);
  if (around.has_x_labels) around.x_label = sizes::lines_of(labelled(panel.x), plot.width, sizes::text);
  const bool has_y_label = !figure.shares_y || index % columns == 0;
  if (has_y_label) around.y_label = sizes::lines_of(labelled(panel.y), plot.height, sizes::text);

  around.left = sizes::text * widest(around.y_ticks) + (around.y_ticks.empty() ? 0.0 : sizes::pad) +
                (around.y_label.empty() ? 0.0 : sizes::height_of(around.y_label, sizes::text) + sizes::pad);
  around.bottom = x_ticks_height(panel.x, plot.width, around) + sizes::height_of(around.x_label, sizes::text) +
                  (around.x_label.empty() ? 0.0 : 0.5 * sizes::pad);
  // The highest and the lowest label of the y axis may stand at its ends.
  if (!around.y_ticks.empty()) around.bottom = std::max(around.bottom, 0.5 * sizes::line * sizes::text);
  if (has_heat(panel)) {
    around.heat_ticks = ticks_of(panel.heat, plot.height, sizes::text, TickSpace::lines);
    around.heat_label = sizes::lines_of(labelled(panel.heat), plot.height, sizes::text);
    const double scale = 3.0 * sizes::pad + sizes::heat + sizes::text * widest(around.heat_ticks) +
                         sizes::height_of(around.heat_label, sizes::text);
    around.right = std::max(around.right, scale);
  }
  return around;
}

}  // namespace lowband
