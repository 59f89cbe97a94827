// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/axis_range.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lowband {

void AxisRange::include(double value) {
  if (!shows(value)) return;
  least = std::min(least, value);
  most = std::max(most, value);
}

double AxisRange::typical() const {
  if (empty()) return 0.0;
  return is_logarithmic ? std::sqrt(least * most) : std::max(std::abs(least), std::abs(most));
}

FigureAxis AxisRange::axis(std::string label, Unit unit) const {
  FigureAxis axis;
  axis.label = std::move(label);
  axis.unit = unit;
  axis.is_logarithmic = is_logarithmic && !empty();
  if (empty()) return axis;
  constexpr double room = 1.1;
  axis.least = is_logarithmic ? least / room : least;
  axis.most = is_logarithmic ? most * room : most;
  if (axis.most <= axis.least) axis.most = axis.least + unit.size;
  return axis;
}

FigureAxis AxisRange::axis_of_seconds(std::string label) const { return axis(std::move(label), time_unit(typical())); }

FigureAxis AxisRange::axis_of_bytes(std::string label) const { return axis(std::move(label), byte_unit(typical())); }

FigureAxis AxisRange::axis_of_shares(std::string label) const { return axis(std::move(label), {0.01, "%"}); }

}  // namespace lowband
