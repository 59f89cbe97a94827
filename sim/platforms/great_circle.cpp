// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/great_circle.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lowband {

double great_circle_km(const Coordinates& a, const Coordinates& b) {
  constexpr double radius_km = 6371.0;
  constexpr double radians = std::numbers::pi / 180.0;
  const double half_north = std::sin((b.latitude - a.latitude) * radians / 2.0);
  const double half_east = std::sin((b.longitude - a.longitude) * radians / 2.0);
  const double haversine =
      half_north * half_north + std::cos(a.latitude * radians) * std::cos(b.latitude * radians) * half_east * half_east;
  return 2.0 * radius_km * std::asin(std::sqrt(std::min(1.0, haversine)));
}

}  // namespace lowband
