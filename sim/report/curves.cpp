#include "sim/report/curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lowband {

namespace {

double x_of(const MetricsRow& row, CurveX x) {
  switch (x) {
    case CurveX::time:
      return row.sim_time_s;
    case CurveX::bytes:
      return static_cast<double>(row.bytes_sent);
    case CurveX::iteration:
      break;
  }
  return static_cast<double>(row.iteration);
}

double y_of(const MetricsRow& row, CurveY y) { return y == CurveY::test_accuracy ? row.test_accuracy : row.train_loss; }

}  // namespace

Curve curve_of(const RunGroup& group, CurveX x, CurveY y) {
  Curve curve;
  if (group.runs.empty()) return curve;
  // All seeds are evaluated at the same iterations, so that the k-th rows belong together; a diverged run ends early.
  std::size_t evaluations = std::numeric_limits<std::size_t>::max();
  for (const RunRecord* run : group.runs) {
    evaluations = std::min(evaluations, run->metrics.size());
    curve.diverged = curve.diverged || run->summary.status == "diverged";
  }
  const auto seeds = static_cast<double>(group.runs.size());
  for (std::size_t k = 0; k < evaluations; ++k) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CurvePoint point{0.0, 0.0, infinity, -infinity};
    for (const RunRecord* run : group.runs) {
      const double value = y_of(run->metrics[k], y);
      point.x += x_of(run->metrics[k], x) / seeds;
      point.y += value / seeds;
      point.lowest = std::min(point.lowest, value);
      point.highest = std::max(point.highest, value);
    }
    if (std::isfinite(point.y)) curve.points.push_back(point);
  }
  return curve;
}

}  // namespace lowband
