// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

namespace lowband {

/// What SimGrid's clock tells apart (its precision/timing): events that are nearer are at the same time.
inline constexpr double clock_resolution_s = 1e-9;

/// A quantity over simulated time: factors of its value, each in force from its time until that of the next point.
/// Before the first point the factor is 1; with a period the points repeat, and between rounds the last one holds.
struct Profile {
  struct Point {
    double time_s = 0.0;  ///< from 0
    double factor = 1.0;  ///< from 0: an outage of what has a bandwidth or a speed
  };
  /// What is in force at an instant, and until when: infinite where it stays.
  struct Stretch {
    double factor = 1.0;
    double until_s = 0.0;
  };
  std::vector<Point> points;       ///< at least one; times increase, by clock_resolution_s at least
  std::optional<double> period_s;  ///< likewise beyond the last point; none: the last factor stays

  /// At a point's own time what begins there.
  [[nodiscard]] Stretch stretch_at(double time_s) const;
  [[nodiscard]] double factor_at(double time_s) const;
  /// The same, but in an outage the factor with which it ends; some factor from then on must be above 0.
  [[nodiscard]] double factor_after_outage(double time_s) const;
};

}  // namespace lowband
