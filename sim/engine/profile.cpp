#include "sim/engine/profile.hpp"

#include <algorithm>
#include <cmath>

namespace lowband {

double Profile::factor_at(double time_s) const {
  const bool repeated = period_s && time_s >= *period_s;
  const double time_in_round = repeated ? std::fmod(time_s, *period_s) : time_s;
  const auto next = std::upper_bound(points.begin(), points.end(), time_in_round,
                                     [](double time, const Point& point) { return time < point.time_s; });
  if (next != points.begin()) return std::prev(next)->factor;
  return repeated ? points.back().factor : 1.0;
}

}  // namespace lowband
