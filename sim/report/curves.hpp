#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/report/run_groups.hpp"

namespace lowband {

/// A point of a curve: means over the seeds, and what the seeds range over.
struct CurvePoint {
  double x = 0.0;
  double y = 0.0;
  double lowest = 0.0;
  double highest = 0.0;
};

struct Curve {
  std::vector<CurvePoint> points;
  bool diverged = false;  ///< with at least one of the seeds
};

enum class CurveX : std::uint8_t { time, bytes, iteration, workers };
enum class CurveY : std::uint8_t { test_accuracy, train_loss, gradient_norm_sq };

/// The curve of the evaluations that all seeds have, without those where `y` is not finite.
[[nodiscard]] Curve curve_of(const RunGroup& group, CurveX x, CurveY y);

/// The curve of `groups`, those of one algorithm, over their numbers of workers, which go up: of each run the mean of
/// `y` over the last half of its evaluations, where a constant learning rate has come to rest. It ends before the first
/// number of workers with which a run has diverged; where all seeds are missing it has no point.
[[nodiscard]] Curve stationary_curve_of(std::span<const RunGroup> groups, CurveY y);

}  // namespace lowband
