// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/report/figures/figure.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// A point of a curve: means over the seeds, and what the seeds range over.
using CurvePoint = LinePoint;

struct Curve {
  std::vector<CurvePoint> points;
  bool diverged = false;  ///< with at least one of the seeds

  [[nodiscard]] bool operator==(const Curve&) const = default;
};

enum class CurveX : std::uint8_t { time, bytes, iteration };

/// What is drawn upwards, and whose.
struct CurveQuantity {
  const Metric* metric;  ///< one of find_metric()
  TargetOf of = TargetOf::mean_model;
};

/// The curve of the evaluations that all seeds have, without those where `quantity` is not finite; of bytes over time
/// that of the traffic instead, at equal parts of the simulated time of each seed.
[[nodiscard]] Curve curve_of(const RunGroup& group, CurveX x, CurveQuantity quantity);

/// Where the runs of a judged group reached their target, in the mean; empty unless all of them did.
[[nodiscard]] std::optional<CurvePoint> reached_point_of(const RunGroup& group, CurveX x, CurveQuantity quantity);

}  // namespace lowband
