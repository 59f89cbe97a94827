// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

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

double y_of(const MetricsRow& row, CurveQuantity quantity) { return quantity.metric->value(row, quantity.of); }

/// The mean of the `values` of several seeds at x, and their range.
CurvePoint point_of(double x, const std::vector<double>& values) {
  const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  return {x, sum / static_cast<double>(values.size()), *lowest, *highest};
}

/// What had been sent by then, on a straight line from point to point.
double bytes_by(double time_s, const std::vector<TrafficRow>& traffic) {
  const auto next = std::find_if(traffic.begin(), traffic.end(),
                                 [time_s](const TrafficRow& row) { return row.sim_time_s >= time_s; });
  if (next == traffic.begin()) return traffic.empty() ? 0.0 : static_cast<double>(next->bytes_sent);
  const auto last = std::prev(next);
  const auto before = static_cast<double>(last->bytes_sent);
  if (next == traffic.end()) return before;
  const double share = (time_s - last->sim_time_s) / (next->sim_time_s - last->sim_time_s);
  return before + share * (static_cast<double>(next->bytes_sent) - before);
}

Curve traffic_curve_of(const RunGroup& group) {
  constexpr int parts = 200;
  Curve curve;
  for (int part = 0; part <= parts && !group.runs.empty(); ++part) {
    double sum_s = 0.0;
    std::vector<double> bytes;
    for (const RunRecord* run : group.runs) {
      const double time_s = run->summary.sim_time_s * part / parts;
      sum_s += time_s;
      bytes.push_back(bytes_by(time_s, run->traffic));
    }
    curve.points.push_back(point_of(sum_s / static_cast<double>(group.runs.size()), bytes));
  }
  return curve;
}

}  // namespace

Curve curve_of(const RunGroup& group, CurveX x, CurveQuantity quantity) {
  if (quantity.metric == find_metric("bytes-sent") && x == CurveX::time) return traffic_curve_of(group);
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
      const double value = y_of(run->metrics[k], quantity);
      point.x += x_of(run->metrics[k], x) / seeds;
      point.y += value / seeds;
      point.lowest = std::min(point.lowest, value);
      point.highest = std::max(point.highest, value);
    }
    if (std::isfinite(point.y)) curve.points.push_back(point);
  }
  return curve;
}

std::optional<CurvePoint> reached_point_of(const RunGroup& group, CurveX x, CurveQuantity quantity) {
  if (group.runs.empty()) return {};
  std::vector<double> xs;
  std::vector<double> ys;
  for (std::size_t i = 0; i < group.runs.size(); ++i) {
    if (!group.reached[i]) return {};
    const MetricsRow& row = group.runs[i]->metrics[group.reached[i]->evaluation];
    xs.push_back(x_of(row, x));
    ys.push_back(y_of(row, quantity));
  }
  const double sum = std::accumulate(xs.begin(), xs.end(), 0.0);
  return point_of(sum / static_cast<double>(xs.size()), ys);
}

}  // namespace lowband
