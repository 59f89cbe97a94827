// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/curve_figure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "sim/report/figures/axis_range.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/figures/series.hpp"
#include "sim/report/panel_title.hpp"

namespace lowband {

namespace {

using Groups = std::span<const RunGroup>;

constexpr double infinity = std::numeric_limits<double>::infinity();

struct DrawnCurve {
  std::size_t series = 0;
  Curve curve;
  std::optional<CurvePoint> reached;
};

struct CurvePanel {
  std::string scenario;
  std::vector<DrawnCurve> curves;  ///< empty: not finished
  AxisRange x;
};

std::set<double> targets_of(Groups groups, CurveQuantity quantity) {
  std::set<double> targets;
  for (const auto& group : groups) {
    if (group.target.of != quantity.of) continue;
    if (const auto target = group.target.value_of(quantity.metric->name())) targets.insert(*target);
  }
  return targets;
}

/// Bands from the mean down to the worst worker, both means over the seeds.
void reach_down(Curve& curve, const Curve& worst) {
  for (std::size_t i = 0; i < std::min(curve.points.size(), worst.points.size()); ++i) {
    curve.points[i].lowest = worst.points[i].y;
    curve.points[i].highest = curve.points[i].y;
  }
}

std::vector<CurvePanel> panels_of(Groups groups, const std::vector<FigureSeries>& series, const CurveAxes& axes,
                                  bool has_targets) {
  std::vector<CurvePanel> panels;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    CurvePanel panel{scenario, {}, {}};
    for (const auto& group : groups) {
      if (group.scenario != scenario) continue;
      DrawnCurve drawn{series_index(series, group.label), curve_of(group, axes.x, axes.y), {}};
      if (axes.is_down_to_worst)
        reach_down(drawn.curve, curve_of(group, axes.x, {axes.y.metric, TargetOf::worst_worker}));
      if (has_targets) drawn.reached = reached_point_of(group, axes.x, axes.y);
      if (!drawn.curve.points.empty()) panel.curves.push_back(std::move(drawn));
    }
    panels.push_back(std::move(panel));
  }
  return panels;
}

/// On a linear axis, one curve ten times as long as another leaves no room to see the shorter one.
bool needs_log_x(const CurvePanel& panel) {
  double shortest = infinity;
  double longest = 0.0;
  for (const auto& drawn : panel.curves) {
    shortest = std::min(shortest, drawn.curve.points.back().x);
    longest = std::max(longest, drawn.curve.points.back().x);
  }
  return shortest > 0.0 && longest > log_from_ratio * shortest;
}

/// The range of the y axis of all panels; those of x axes are set, too.
AxisRange set_ranges(std::vector<CurvePanel>& panels, const std::set<double>& targets, const CurveAxes& axes) {
  double least = infinity;
  double most_at_start = -infinity;
  for (const auto& panel : panels) {
    for (const auto& drawn : panel.curves) {
      most_at_start = std::max(most_at_start, drawn.curve.points.front().highest);
      for (const auto& point : drawn.curve.points) least = std::min(least, point.lowest);
    }
  }
  const MetricFacts& metric = axes.y.metric->facts();
  const bool is_share = metric.form == MetricForm::share;
  const bool is_of_bytes = metric.form == MetricForm::bytes;
  const bool is_log_x = axes.is_x_logarithmic.value_or(std::any_of(panels.begin(), panels.end(), needs_log_x));
  AxisRange y;
  y.is_logarithmic = is_of_bytes ? is_log_x : !is_share && least >= 0.0;
  // A loss that explodes is of no interest beyond ten times the largest one at the start. Models begin as equals, so
  // that distances between them have no such start.
  const bool has_ceiling = y.is_logarithmic && most_at_start > 0.0 && metric.is_of_learning;
  const double ceiling = has_ceiling ? 10.0 * most_at_start : infinity;
  for (const double target : targets) y.include(target);
  for (auto& panel : panels) {
    panel.x.is_logarithmic = is_log_x;
    if (!is_log_x && !panel.curves.empty()) panel.x.include(0.0);
    for (const auto& drawn : panel.curves) {
      for (const auto& point : drawn.curve.points) {
        if (!y.shows(point.y)) continue;
        panel.x.include(point.x);
        if (!panel.x.shows(point.x)) continue;
        y.include(std::min(point.lowest, ceiling));
        y.include(std::min(point.highest, ceiling));
      }
    }
  }
  if (is_share && !y.empty()) {  // whole tens of percent
    y.include(std::floor(10.0 * y.least) / 10.0);
    y.include(std::ceil(10.0 * y.most) / 10.0);
  }
  return y;
}

/// Where a diverged curve ends, or where it leaves the figure.
LinePoint visible_end(const Curve& curve, double most) {
  const auto above = std::find_if(curve.points.begin(), curve.points.end(),
                                  [most](const CurvePoint& point) { return point.y > most; });
  LinePoint end = above == curve.points.end() ? curve.points.back() : *above;
  end.y = std::min(end.y, most);
  return end;
}

/// Target, curves, and dots and crosses on top.
std::vector<FigureMark> marks_of(const CurvePanel& panel, const std::set<double>& targets, std::size_t target_series,
                                 double most_y) {
  std::vector<FigureMark> marks;
  std::vector<FigureMark> on_top;
  for (const double target : targets) marks.emplace_back(RuleMark{target_series, target, false});
  for (const auto& [series, curve, reached] : panel.curves) {
    LineMark line{.series = series, .points = curve.points, .spread = LineMark::Spread::band};
    marks.emplace_back(std::move(line));
    if (reached && panel.x.shows(reached->x)) on_top.emplace_back(DotMark{series, PointShape::dot, {*reached}});
    if (curve.diverged) on_top.emplace_back(DotMark{series, PointShape::cross, {visible_end(curve, most_y)}});
  }
  marks.insert(marks.end(), std::make_move_iterator(on_top.begin()), std::make_move_iterator(on_top.end()));
  return marks;
}

/// A logarithmic axis has no place for curves that are zero throughout; a note tells of them.
void leave_out_zeros(Figure& figure) {
  std::vector<bool> is_drawn(figure.series.size(), false);
  std::vector<bool> is_seen(figure.series.size(), false);
  for (const auto& panel : figure.panels) {
    for (const auto& mark : panel.marks) {
      const auto* line = std::get_if<LineMark>(&mark);
      if (line == nullptr) continue;
      is_drawn[line->series] = true;
      is_seen[line->series] =
          is_seen[line->series] ||
          std::any_of(line->points.begin(), line->points.end(), [](const LinePoint& point) { return point.y > 0.0; });
    }
  }
  std::vector<std::string> left_out;
  for (std::size_t i = 0; i < figure.series.size(); ++i) {
    if (!is_drawn[i] || is_seen[i]) continue;
    figure.series[i].swatch = Swatch::none;
    left_out.push_back(figure.series[i].label);
  }
  if (!left_out.empty()) figure.notes.push_back(fmt::format("0 throughout: {}.", fmt::join(left_out, ", ")));
}

/// Lines of their own for the lower ends of bands.
void add_worst_lines(Figure& figure) {
  const std::size_t algorithms = figure.series.size();
  for (std::size_t i = 0; i < algorithms; ++i) {
    const std::string colour = figure.series[i].style.colour;
    add_series(figure.series, "", {.colour = colour, .dash = Dash::dotted, .width = 1.0}, Swatch::none);
  }
  add_series(figure.series, "worst worker", {.dash = Dash::dotted, .width = 1.0}, Swatch::line);
  for (auto& panel : figure.panels) {
    std::vector<FigureMark> lines;
    for (const auto& mark : panel.marks) {
      const auto* curve = std::get_if<LineMark>(&mark);
      if (curve == nullptr) continue;
      LineMark worst{.series = algorithms + curve->series, .points = curve->points};
      for (auto& point : worst.points) point.y = point.highest = point.lowest;
      lines.emplace_back(std::move(worst));
    }
    panel.marks.insert(panel.marks.end(), lines.begin(), lines.end());
  }
}

/// What dots and crosses mean, where there are any.
void add_legend(Figure& figure) {
  bool has_dot = false;
  bool has_cross = false;
  for (const auto& panel : figure.panels) {
    for (const auto& mark : panel.marks) {
      if (const auto* dots = std::get_if<DotMark>(&mark)) {
        (dots->shape == PointShape::dot ? has_dot : has_cross) = true;
      }
    }
  }
  if (has_dot) add_series(figure.series, "target reached", {.shape = PointShape::dot}, Swatch::point);
  if (has_cross) add_series(figure.series, "diverged", {.shape = PointShape::cross}, Swatch::point);
}

const char* short_name(CurveX x) {
  return x == CurveX::time ? "simulated time" : x == CurveX::bytes ? "bytes sent" : "iterations";
}

const char* owner_of(TargetOf of) {
  if (of == TargetOf::mean_model) return " of the mean model";
  if (of == TargetOf::server) return " of the server";
  return of == TargetOf::workers ? ", mean of the workers" : " of the worst worker";
}

/// "test accuracy of the mean model", "training loss, mean of the workers", "bytes sent by all nodes"
std::string quantity_text(CurveQuantity quantity) {
  const Metric& metric = *quantity.metric;
  return metric.facts().title + (metric.is_of_a_model() ? owner_of(quantity.of) : "");
}

FigureAxis curve_y_axis(CurveQuantity quantity, const AxisRange& range) {
  const std::string text = quantity_text(quantity);
  switch (quantity.metric->facts().form) {
    case MetricForm::share:
      return range.axis_of_shares(text);
    case MetricForm::bytes:
      return range.axis_of_bytes(text);
    case MetricForm::number:
      break;
  }
  return range.axis(text);
}

FigureAxis curve_x_axis(CurveX x, const AxisRange& range) {
  if (x == CurveX::time) return range.axis_of_seconds("simulated time");
  if (x == CurveX::bytes) return range.axis_of_bytes("sent by all workers");
  return range.axis("iterations of a worker");
}

}  // namespace

Figure curve_figure(Groups groups, const CurveAxes& axes) {
  Figure figure;
  figure.title = title_of(groups, fmt::format("{} over {}", axes.y.metric->facts().title, short_name(axes.x)));
  figure.series = series_of(groups);
  figure.shares_y = true;
  const std::set<double> targets = targets_of(groups, axes.y);
  auto panels = panels_of(groups, figure.series, axes, !targets.empty());
  const AxisRange y = set_ranges(panels, targets, axes);
  if (y.empty()) {
    const bool any = std::any_of(groups.begin(), groups.end(), [](const auto& group) { return !group.runs.empty(); });
    nothing_to_plot(groups, any ? fmt::format("the {} of {} is 0 throughout", axes.y.metric->facts().title,
                                              listed(distinct(groups, &RunGroup::label)))
                                : "no run has finished");
  }
  std::size_t target_series = 0;
  if (!targets.empty()) {
    target_series = add_series(figure.series, "target", {.colour = "#888888", .width = 1.0}, Swatch::line);
  }
  const FigureAxis y_axis = curve_y_axis(axes.y, y);
  for (const auto& panel : panels) {
    FigurePanel drawn{.title = panel.scenario, .x = curve_x_axis(axes.x, panel.x), .y = y_axis};
    if (panel.x.empty()) drawn.absence = not_finished;
    if (!panel.x.empty()) drawn.marks = marks_of(panel, targets, target_series, y.most);
    figure.panels.push_back(std::move(drawn));
  }
  figure.panels = merged(std::move(figure.panels));
  if (y.is_logarithmic) leave_out_zeros(figure);
  if (axes.is_down_to_worst) add_worst_lines(figure);
  add_legend(figure);
  return figure;
}

}  // namespace lowband
