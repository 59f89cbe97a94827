// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lowband {

/// A place on the Earth.
struct Coordinates {
  double latitude = 0.0;   ///< degrees, north is positive
  double longitude = 0.0;  ///< degrees, east is positive
};

/// The distance of two points on a sphere of the Earth's mean radius, 6371 km.
[[nodiscard]] double great_circle_km(const Coordinates& a, const Coordinates& b);

}  // namespace lowband
