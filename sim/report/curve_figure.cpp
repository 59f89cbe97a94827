#include "sim/report/curve_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/panel_title.hpp"

namespace lowband {

namespace {

constexpr double log_from_ratio = 10.0;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// As 1/sqrt(M) from the start of `curve` to its end.
Curve linear_speed_up(const Curve& curve) {
  Curve reference;
  const CurvePoint start = curve.points.front();
  for (const auto& point : curve.points) {
    const double y = start.y * std::sqrt(start.x / point.x);
    reference.points.push_back({point.x, y, y, y});
  }
  return reference;
}

CurvePanel panel_of(std::span<const RunGroup> groups, const CurveFigure& figure, const std::string& scenario) {
  const bool over_workers = figure.x_is == CurveX::workers;
  CurvePanel panel;
  panel.scenarios = {scenario};
  for (const auto& series : figure.series) {
    std::vector<RunGroup> of_series;
    std::copy_if(groups.begin(), groups.end(), std::back_inserter(of_series),
                 [&](const RunGroup& group) { return group.scenario == scenario && group.label == series.label; });
    if (of_series.empty()) continue;
    DrawnCurve drawn{series,
                     over_workers ? stationary_curve_of(of_series, figure.y_is)
                                  : curve_of(of_series.front(), figure.x_is, figure.y_is),
                     {}};
    if (!figure.targets.empty()) drawn.reached = reached_point_of(of_series.front(), figure.x_is, figure.y_is);
    if (!drawn.curve.points.empty()) panel.curves.push_back(std::move(drawn));
  }
  if (over_workers && !panel.curves.empty()) panel.reference = linear_speed_up(panel.curves.front().curve);
  return panel;
}

/// Whether two panels would be the same picture. Unfinished ones are not.
bool show_the_same(const CurvePanel& a, const CurvePanel& b) {
  return !a.curves.empty() && std::equal(a.curves.begin(), a.curves.end(), b.curves.begin(), b.curves.end(),
                                         [](const DrawnCurve& one, const DrawnCurve& other) {
                                           return one.series.index == other.series.index && one.curve == other.curve &&
                                                  one.reached == other.reached;
                                         });
}

std::vector<CurvePanel> panels_of(std::span<const RunGroup> groups, const CurveFigure& figure) {
  std::vector<CurvePanel> panels;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    CurvePanel panel = panel_of(groups, figure, scenario);
    const auto same = std::find_if(panels.begin(), panels.end(),
                                   [&panel](const CurvePanel& other) { return show_the_same(panel, other); });
    if (same == panels.end()) {
      panels.push_back(std::move(panel));
    } else {
      same->scenarios.push_back(scenario);
    }
  }
  return panels;
}

std::set<double> targets_of(std::span<const RunGroup> groups, CurveQuantity quantity) {
  std::set<double> targets;
  for (const auto& group : groups) {
    if (quantity.y == CurveY::gradient_norm_sq || group.target.of != quantity.of) continue;
    const auto& target = quantity.y == CurveY::test_accuracy ? group.target.accuracy : group.target.loss;
    if (target) targets.insert(*target);
  }
  return targets;
}

/// On a linear axis, one curve ten times as long as another leaves no room to see the shorter one.
bool needs_log_x(const CurvePanel& panel) {
  double shortest = infinity;
  double longest = 0.0;
  for (const auto& [series, curve, reached] : panel.curves) {
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
    for (const auto& [series, curve, reached] : panel.curves) {
      range.most_at_start = std::max(range.most_at_start, curve.points.front().highest);
      for (const auto& point : curve.points) range.least = std::min(range.least, point.lowest);
    }
  }
  return range;
}

void set_axes(CurveFigure& figure) {
  const YRange range = range_of(figure.panels);
  const bool accuracy = figure.y_is.y == CurveY::test_accuracy;
  const bool over_workers = figure.x_is == CurveX::workers;
  figure.y.logarithmic = !accuracy && range.least >= 0.0;
  // A loss that explodes is of no interest beyond ten times the largest one at the start.
  const bool has_ceiling = figure.y.logarithmic && !over_workers && range.most_at_start > 0.0;
  const double ceiling = has_ceiling ? 10.0 * range.most_at_start : infinity;
  const bool log_x = over_workers || std::any_of(figure.panels.begin(), figure.panels.end(), needs_log_x);
  for (const double target : figure.targets) figure.y.include(target);
  for (auto& panel : figure.panels) {
    panel.x.logarithmic = log_x;
    if (!log_x && !panel.curves.empty()) panel.x.include(0.0);
    for (const auto& [series, curve, reached] : panel.curves) {
      for (const auto& point : curve.points) {
        panel.x.include(point.x);
        if (over_workers) panel.x.labelled.insert(point.x);
        if (!panel.x.shows(point.x)) continue;
        figure.y.include(std::min(point.lowest, ceiling));
        figure.y.include(std::min(point.highest, ceiling));
      }
    }
    for (const auto& point : panel.reference.points) figure.y.include(point.y);
  }
  if (accuracy && !figure.y.empty()) {  // whole tens of percent
    figure.y.include(std::floor(10.0 * figure.y.least) / 10.0);
    figure.y.include(std::ceil(10.0 * figure.y.most) / 10.0);
  }
}

}  // namespace

CurveFigure curve_figure(std::span<const RunGroup> groups, CurveX x, CurveQuantity y) {
  CurveFigure figure;
  figure.x_is = x;
  figure.y_is = y;
  figure.experiments = listed(distinct(groups, &RunGroup::experiment));
  figure.series = series_of(groups);
  figure.targets = targets_of(groups, y);
  figure.panels = panels_of(groups, figure);
  set_axes(figure);
  const bool nothing =
      std::all_of(figure.panels.begin(), figure.panels.end(), [](const CurvePanel& panel) { return panel.x.empty(); });
  if (nothing || figure.y.empty()) {
    throw UsageError(fmt::format("{}: there is nothing to plot: no run has finished", figure.experiments));
  }
  const bool goes_on = std::any_of(figure.panels.begin(), figure.panels.end(),
                                   [](const CurvePanel& panel) { return panel.x.labelled.size() > 1; });
  if (x == CurveX::workers && !goes_on) {
    throw UsageError(fmt::format(
        "{}: there is nothing to plot: expected results of several numbers of workers, found one", figure.experiments));
  }
  return figure;
}

}  // namespace lowband
