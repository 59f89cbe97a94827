// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/node_axis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lowband {

FigureAxis axis_of_names(std::string label, const std::vector<std::string>& names) {
  constexpr std::size_t most_ticks = 16;
  FigureAxis axis{.label = std::move(label)};
  axis.least = -0.5;
  axis.most = std::max(0.5, static_cast<double>(names.size()) - 0.5);
  const std::size_t stride = (names.size() + most_ticks - 1) / most_ticks;
  for (std::size_t i = 0; i < names.size(); i += stride) axis.ticks.push_back({static_cast<double>(i), names[i]});
  return axis;
}

FigureAxis axis_of_time(double from_s, double to_s) {
  FigureAxis axis{.label = "simulated time", .unit = time_unit(to_s)};
  axis.least = from_s;
  axis.most = to_s > from_s ? to_s : from_s + 1.0;
  return axis;
}

FigureAxis logarithmic_axis_of_time(double from_s, double first_above_s, double to_s) {
  FigureAxis axis = axis_of_time(from_s > 0.0 ? from_s : first_above_s, to_s);
  axis.is_logarithmic = true;
  axis.unit = time_unit(std::sqrt(axis.least * axis.most));
  return axis;
}

}  // namespace lowband
