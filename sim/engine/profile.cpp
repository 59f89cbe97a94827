// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lowband {

Profile::Stretch Profile::stretch_at(double time_s) const {
  const double period = period_s.value_or(0.0);
  double round = 0.0;
  if (period_s) {  // a quotient may be rounded to the wrong side of a whole number
    round = std::floor(time_s / period);
    if ((round + 1.0) * period <= time_s) round += 1.0;
    if (round * period > time_s) round -= 1.0;
  }
  const double begin = round * period;
  const auto next = std::upper_bound(points.begin(), points.end(), time_s,
                                     [begin](double time, const Point& point) { return time < begin + point.time_s; });
  Stretch stretch;
  if (next != points.begin()) {
    stretch.factor = std::prev(next)->factor;
  } else if (round > 0.0) {
    stretch.factor = points.back().factor;
  }
  if (next != points.end()) {
    stretch.until_s = begin + next->time_s;
  } else {
    stretch.until_s =
        period_s ? (round + 1.0) * period + points.front().time_s : std::numeric_limits<double>::infinity();
  }
  return stretch;
}

double Profile::factor_at(double time_s) const { return stretch_at(time_s).factor; }

double Profile::factor_after_outage(double time_s) const {
  Stretch stretch = stretch_at(time_s);
  while (stretch.factor == 0.0) stretch = stretch_at(stretch.until_s);
  return stretch.factor;
}

}  // namespace lowband
