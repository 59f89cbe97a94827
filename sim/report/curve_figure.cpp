#include "sim/report/curve_figure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

constexpr double log_from_ratio = 10.0;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<CurvePanel> panels_of(std::span<const RunGroup> groups, const CurveFigure& figure) {
  std::vector<CurvePanel> panels;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    CurvePanel& panel = panels.emplace_back();
    panel.scenario = scenario;
    for (const auto& group : groups) {
      if (group.scenario != scenario) continue;
      const auto series = std::find_if(figure.series.begin(), figure.series.end(),
                                       [&group](const Series& one) { return one.label == group.label; });
      Curve curve = curve_of(group, figure.x_is, figure.y_is);
      if (!curve.points.empty()) panel.curves.push_back({*series, std::move(curve)});
    }
  }
  return panels;
}

std::set<double> targets_of(std::span<const RunGroup> groups, CurveY y) {
  std::set<double> targets;
  for (const auto& group : groups) {
    for (const RunRecord* run : group.runs) {
      const auto& target = y == CurveY::test_accuracy ? run->summary.target_accuracy : run->summary.target_loss;
      if (target) targets.insert(*target);
    }
  }
  return targets;
}

/// On a linear axis, one curve ten times as long as another leaves no room to see the shorter one.
bool needs_log_x(const CurvePanel& panel) {
  double shortest = infinity;
  double longest = 0.0;
  for (const auto& [series, curve] : panel.curves) {
    shortest = std::min(shortest, curve.points.back().x);
    longest = std::max(longest, curve.points.back().x);
  }
  return shortest > 0.0 && longest > log_from_ratio * shortest;
}

struct YRange {
  double least = infinity;
  double most_at_start = -infinity;
};

YRange range_of(const std::vector<CurvePanel>& panels) {
  YRange range;
  for (const auto& panel : panels) {
    for (const auto& [series, curve] : panel.curves) {
      range.most_at_start = std::max(range.most_at_start, curve.points.front().highest);
      for (const auto& point : curve.points) range.least = std::min(range.least, point.lowest);
    }
  }
  return range;
}

void set_axes(CurveFigure& figure) {
  const YRange range = range_of(figure.panels);
  const bool loss = figure.y_is == CurveY::train_loss;
  figure.y.logarithmic = loss && range.least >= 0.0;
  // A loss that explodes is of no interest beyond ten times the largest one at the start.
  const double ceiling = figure.y.logarithmic && range.most_at_start > 0.0 ? 10.0 * range.most_at_start : infinity;
  const bool log_x = std::any_of(figure.panels.begin(), figure.panels.end(), needs_log_x);
  for (const double target : figure.targets) figure.y.include(target);
  for (auto& panel : figure.panels) {
    panel.x.logarithmic = log_x;
    if (!log_x && !panel.curves.empty()) panel.x.include(0.0);
    for (const auto& [series, curve] : panel.curves) {
      for (const auto& point : curve.points) {
        panel.x.include(point.x);
        if (!panel.x.shows(point.x)) continue;
        figure.y.include(std::min(point.lowest, ceiling));
        figure.y.include(std::min(point.highest, ceiling));
      }
    }
  }
  if (!loss && !figure.y.empty()) {  // whole tens of percent
    figure.y.include(std::floor(10.0 * figure.y.least) / 10.0);
    figure.y.include(std::ceil(10.0 * figure.y.most) / 10.0);
  }
}

}  // namespace

CurveFigure curve_figure(std::span<const RunGroup> groups, CurveX x, CurveY y) {
  CurveFigure figure;
  figure.x_is = x;
  figure.y_is = y;
  figure.experiments = fmt::format("{}", fmt::join(distinct(groups, &RunGroup::experiment), ", "));
  figure.series = series_of(groups);
  figure.targets = targets_of(groups, y);
  figure.panels = panels_of(groups, figure);
  set_axes(figure);
  const bool nothing =
      std::all_of(figure.panels.begin(), figure.panels.end(), [](const CurvePanel& panel) { return panel.x.empty(); });
  if (nothing || figure.y.empty()) {
    throw UsageError(fmt::format("{}: there is nothing to plot: no run has finished", figure.experiments));
  }
  return figure;
}

}  // namespace lowband
