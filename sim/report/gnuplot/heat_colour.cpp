// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/heat_colour.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "sim/report/gnuplot/ticks.hpp"

namespace lowband {

std::string heat_colour(const FigureAxis& heat, double value) {
  constexpr std::array<std::array<double, 3>, 5> stops{
      {{253, 231, 37}, {94, 201, 98}, {33, 145, 140}, {59, 82, 139}, {68, 1, 84}}};
  const double share = std::clamp(position_on(heat, value), 0.0, 1.0) * (stops.size() - 1);
  const auto stop = std::min<std::size_t>(static_cast<std::size_t>(share), stops.size() - 2);
  const double rest = share - static_cast<double>(stop);
  std::string colour = "#";
  for (std::size_t i = 0; i < 3; ++i) {
    colour += fmt::format("{:02x}", std::lround(stops[stop][i] * (1.0 - rest) + stops[stop + 1][i] * rest));
  }
  return colour;
}

}  // namespace lowband
