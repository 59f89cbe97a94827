// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/ticks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

#include "sim/report/gnuplot/text_width.hpp"

namespace lowband {

namespace {

constexpr double gap = 0.8;     // between labels side by side, in units of their size
constexpr double line = 1.25;   // from one to the next above it
constexpr double roomy = 45.0;  // points from one round value to the next, where nothing else is asked for

/// mantissa x 10^exponent: "0.02", "5000", then "2·10⁻⁴". Unicode has the digits that the font's own would need.
std::string label_of(double mantissa, int exponent) {
  if (exponent >= -3 && exponent <= 4) return fmt::format("{:.6g}", mantissa * std::pow(10.0, exponent));
  constexpr std::array superscripts{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string label = mantissa == 1.0 ? "10" : fmt::format("{:g}·10", mantissa);
  if (exponent < 0) label += "⁻";
  for (const char digit : std::to_string(std::abs(exponent))) {
    label += superscripts[static_cast<std::size_t>(digit - '0')];
  }
  return label;
}

/// Whether all labels find room where they are.
bool fit(std::vector<AxisTick> ticks, const FigureAxis& axis, double length, double size, TickSpace space) {
  std::sort(ticks.begin(), ticks.end(), [&axis](const AxisTick& a, const AxisTick& b) {
    return position_on(axis, a.at) < position_on(axis, b.at);
  });
  double end = -1e300;
  for (const auto& tick : ticks) {
    const double at = length * position_on(axis, tick.at);
    const double half = 0.5 * size * (space == TickSpace::widths ? text_width(tick.label) + gap : line);
    if (at - half < end - 1e-9) return false;
    end = at + half;
  }
  return true;
}

std::vector<AxisTick> decades(const FigureAxis& axis, const std::vector<double>& mantissas, int step) {
  constexpr double rounding = 1e-9;
  const double least = axis.least / axis.unit.size * (1.0 - rounding);
  const double most = axis.most / axis.unit.size * (1.0 + rounding);
  const int last = static_cast<int>(std::floor(std::log10(most)));
  const int first = step * static_cast<int>(std::floor(std::log10(least) / step));  // so that 1 has a label
  std::vector<AxisTick> ticks;
  for (int exponent = first; exponent <= last; exponent += step) {
    for (const double mantissa : mantissas) {
      const double value = mantissa * std::pow(10.0, exponent);
      if (value >= least && value <= most) ticks.push_back({value * axis.unit.size, label_of(mantissa, exponent)});
    }
  }
  return ticks;
}

/// From many to few until all find room.
std::vector<AxisTick> logarithmic_ticks(const FigureAxis& axis, double length, double size, TickSpace space) {
  const double span = std::log10(axis.most / axis.least);
  if (span < 1.0) {
    auto ticks = decades(axis, {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0}, 1);
    if (fit(ticks, axis, length, size, space)) return ticks;
  }
  if (span < 2.5) {
    auto ticks = decades(axis, {1.0, 2.0, 5.0}, 1);
    if (fit(ticks, axis, length, size, space)) return ticks;
  }
  for (int step = std::max(1, static_cast<int>(std::lround(span / 6.0)));; ++step) {
    auto ticks = decades(axis, {1.0}, step);
    if (ticks.size() < 2 && span < 2.5) ticks = decades(axis, {1.0, 3.0}, 1);
    if (ticks.size() <= 2 || fit(ticks, axis, length, size, space)) return ticks;
  }
}

std::string linear_label(double value, double step) {
  const double size = std::max(std::abs(value), step);
  if (size >= 1e7 || step < 1e-5) {
    if (value == 0.0) return "0";
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
    return fmt::format("{}{}", value < 0.0 ? "-" : "",
                       label_of(std::round(std::abs(value) / std::pow(10.0, exponent - 3)) / 1e3, exponent));
  }
  const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
  return fmt::format("{:.{}f}", value == 0.0 ? 0.0 : value, decimals);
}

std::vector<AxisTick> linear_ticks(const FigureAxis& axis, double length, double size, TickSpace space) {
  const double least = axis.least / axis.unit.size;
  const double most = axis.most / axis.unit.size;
  double step = std::pow(10.0, std::floor(std::log10((most - least) * roomy / length)));
  for (std::size_t i = 0;; ++i) {
    constexpr std::array factors{2.0, 2.5, 2.0};  // 1, 2, 5, 10
    std::vector<AxisTick> ticks;
    if ((most - least) / step <= length / roomy + 1e-9) {
      for (double k = std::ceil(least / step - 1e-9); k * step <= most + 1e-9 * step; ++k) {
        ticks.push_back({k * step * axis.unit.size, linear_label(k * step, step)});
      }
      if (ticks.size() <= 2 || fit(ticks, axis, length, size, space)) return ticks;
    }
    step *= factors[i % factors.size()];
  }
}

std::vector<AxisTick> thinned(const FigureAxis& axis, double length, double size, TickSpace space) {
  for (std::size_t step = 1;; ++step) {
    std::vector<AxisTick> ticks;
    for (std::size_t i = 0; i < axis.ticks.size(); i += step) ticks.push_back(axis.ticks[i]);
    if (ticks.size() <= 1 || fit(ticks, axis, length, size, space)) return ticks;
  }
}

}  // namespace

double position_on(const FigureAxis& axis, double value) {
  const double position = axis.is_logarithmic ? std::log(value / axis.least) / std::log(axis.most / axis.least)
                                              : (value - axis.least) / (axis.most - axis.least);
  return axis.is_downwards ? 1.0 - position : position;
}

bool fit_side_by_side(const FigureAxis& axis, double length, double size) {
  return fit(axis.ticks, axis, length, size, TickSpace::widths);
}

std::vector<AxisTick> ticks_of(const FigureAxis& axis, double length, double size, TickSpace space) {
  if (axis.is_hidden) return {};
  if (!axis.ticks.empty()) return thinned(axis, length, size, space);
  if (axis.is_logarithmic) return logarithmic_ticks(axis, length, size, space);
  return linear_ticks(axis, length, size, space);
}

}  // namespace lowband
