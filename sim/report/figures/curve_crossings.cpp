// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/curve_crossings.hpp"

#include <cmath>
#include <limits>
#include <optional>

namespace lowband {

namespace {

/// The lowest curve at a place; of equal ones the first.
std::optional<std::size_t> lowest_at(std::size_t place, std::span<const CurveValues> curves) {
  std::optional<std::size_t> lowest;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const double value = curves[i][place];
    if (std::isfinite(value) && (!lowest || value < curves[*lowest][place])) lowest = i;
  }
  return lowest;
}

/// A straight line from place to place, over a share of the way.
struct Line {
  double begin = 0.0;
  double end = 0.0;
  [[nodiscard]] double at(double share) const { return begin + share * (end - begin); }
};

/// The curve that goes below `line` first after `share`, and where.
struct Crossing {
  std::size_t curve = 0;
  double share = std::numeric_limits<double>::infinity();
};

Crossing next_crossing(const Line& line, double share, std::size_t place, std::span<const CurveValues> curves) {
  Crossing next;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const Line other{curves[i][place], curves[i][place + 1]};
    const double falls = (line.end - line.begin) - (other.end - other.begin);  // how much faster it falls
    if (!std::isfinite(other.begin) || !std::isfinite(other.end) || !(falls > 0.0)) continue;
    const double where = (other.begin - line.begin) / falls;
    // Of those that cross at the same place the one that falls fastest is the lowest behind it.
    const bool is_steeper = where == next.share && other.end < curves[next.curve][place + 1];
    if (where >= share && where < 1.0 && (where < next.share || is_steeper)) next = {i, where};
  }
  return next;
}

}  // namespace

std::vector<LowestFrom> lowest_along(std::span<const double> xs, std::span<const CurveValues> curves) {
  std::vector<LowestFrom> lowest;
  const auto change = [&lowest](double x, double y, std::size_t curve) {
    if (lowest.empty() || lowest.back().curve != curve) lowest.push_back({x, y, curve});
  };
  for (std::size_t place = 0; place < xs.size(); ++place) {
    const auto best = lowest_at(place, curves);
    if (!best) continue;
    const bool is_equal = !lowest.empty() && curves[lowest.back().curve][place] == curves[*best][place];
    if (!is_equal) change(xs[place], curves[*best][place], *best);
    if (place + 1 == xs.size()) continue;
    std::size_t own = lowest.back().curve;
    double share = 0.0;
    while (std::isfinite(curves[own][place]) && std::isfinite(curves[own][place + 1])) {
      const Line line{curves[own][place], curves[own][place + 1]};
      const Crossing next = next_crossing(line, share, place, curves);
      if (next.share >= 1.0) break;
      share = next.share;
      own = next.curve;
      change(xs[place] + share * (xs[place + 1] - xs[place]), line.at(share), own);
    }
  }
  return lowest;
}

}  // namespace lowband
