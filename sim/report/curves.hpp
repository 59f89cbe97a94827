#pragma once

#include <cstdint>
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

enum class CurveX : std::uint8_t { time, bytes, iteration };
enum class CurveY : std::uint8_t { test_accuracy, train_loss };

/// The curve of the evaluations that all seeds have, without those where `y` is not finite.
[[nodiscard]] Curve curve_of(const RunGroup& group, CurveX x, CurveY y);

}  // namespace lowband
