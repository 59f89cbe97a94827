// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/report/figures/curves.hpp"
#include "sim/report/power_law.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// What the squared gradient is to fall with.
enum class RateOver : std::uint8_t {
  iterations,   ///< N: local steps of each worker
  workers,      ///< M
  samples,      ///< N M: local steps of all workers together
  local_steps,  ///< K: local steps between two synchronisations
};

/// Over which evaluations of a run its squared gradient is taken in the mean.
enum class RateMean : std::uint8_t { all, last_half };

/// The squared gradients of the runs that make a curve, as a power law.
struct RateCurve {
  std::vector<CurvePoint> points;  ///< means over the seeds, with their 95 % confidence intervals (Student's t)
  Slope slope;                     ///< mean_slope() of the seeds
  bool is_incomplete = false;      ///< values are missing at which a run diverged, or had no gradient above 0
};

/// The curve of `groups`, ascending. A run is a point, at its end. Over iterations, where all runs are of one length,
/// each evaluation after the first is a point, of the mean until then.
[[nodiscard]] RateCurve rate_curve_of(std::span<const RunGroup> groups, RateOver over, RateMean mean);

/// How many different values there are of it among the runs of `groups`.
[[nodiscard]] std::size_t values_of(std::span<const RunGroup> groups, RateOver over);

}  // namespace lowband
