#pragma once

#include <cstdint>
#include <optional>
#include <span>
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

enum class CurveX : std::uint8_t { time, bytes, iteration, workers };

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

/// The curve of `groups`, those of one algorithm, over their numbers of workers, which go up: of each run the mean of
/// `quantity` over the last half of its evaluations, where a constant learning rate has come to rest. It ends before
/// the first number of workers with which a run has diverged; where all seeds are missing it has no point.
[[nodiscard]] Curve stationary_curve_of(std::span<const RunGroup> groups, CurveQuantity quantity);

}  // namespace lowband
