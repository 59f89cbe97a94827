#include "sim/report/figures/workers_figure.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "sim/report/figures/axis_range.hpp"
#include "sim/report/figures/curves.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/figures/series.hpp"

namespace lowband {

namespace {

/// As 1/sqrt(M) from the start of `curve` to its end.
std::vector<LinePoint> linear_speed_up(const Curve& curve) {
  std::vector<LinePoint> points;
  const LinePoint start = curve.points.front();
  for (const auto& point : curve.points) {
    const double y = start.y * std::sqrt(start.x / point.x);
    points.push_back({point.x, y, y, y});
  }
  return points;
}

struct WorkersPanel {
  FigurePanel panel;
  AxisRange x;
  std::set<double> workers;
};

WorkersPanel panel_of(std::span<const RunGroup> groups, const std::string& scenario,
                      const std::vector<FigureSeries>& series, bool is_x_logarithmic, AxisRange& y) {
  WorkersPanel drawn;
  drawn.panel.title = scenario;
  drawn.x.is_logarithmic = is_x_logarithmic;
  std::vector<LinePoint> reference;
  for (std::size_t i = 0; i < series.size(); ++i) {
    std::vector<RunGroup> of_series;
    for (const auto& group : groups) {
      if (group.scenario == scenario && group.label == series[i].label) of_series.push_back(group);
    }
    const Curve curve = stationary_curve_of(of_series, {find_metric("gradient")});
    if (curve.points.empty()) continue;
    if (reference.empty()) reference = linear_speed_up(curve);
    for (const auto& point : curve.points) {
      drawn.workers.insert(point.x);
      drawn.x.include(point.x);
      y.include(point.lowest);
      y.include(point.highest);
    }
    drawn.panel.marks.emplace_back(LineMark{.series = i, .points = curve.points, .spread = LineMark::Spread::band});
  }
  for (const auto& point : reference) y.include(point.y);
  if (!reference.empty()) drawn.panel.marks.emplace_back(LineMark{.series = series.size(), .points = reference});
  if (drawn.panel.marks.empty()) drawn.panel.absence = not_finished;
  return drawn;
}

}  // namespace

Figure workers_figure(std::span<const RunGroup> groups, bool is_x_logarithmic) {
  Figure figure;
  figure.title = title_of(groups, "squared gradient over workers");
  figure.series = series_of(groups);
  figure.shares_y = true;
  AxisRange y;
  y.is_logarithmic = true;
  std::vector<WorkersPanel> panels;
  bool goes_on = false;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    panels.push_back(panel_of(groups, scenario, figure.series, is_x_logarithmic, y));
    goes_on = goes_on || panels.back().workers.size() > 1;
  }
  if (y.empty()) nothing_to_plot(groups, "no run has finished");
  if (!goes_on) nothing_to_plot(groups, "expected results of several numbers of workers, found one");
  for (std::size_t i = 0; i < figure.series.size(); ++i)
    figure.series[i].style = with_shapes(figure.series[i].style, i);
  add_series(figure.series, "1/sqrt(M)", {.dash = Dash::dotted, .width = 1.5}, Swatch::line);
  for (auto& [panel, x, workers] : panels) {
    panel.x = x.axis("workers M");
    for (const double count : workers) panel.x.ticks.push_back({count, fmt::format("{:g}", count)});
    panel.y = y.axis("squared gradient norm, mean of the last half");
    figure.panels.push_back(std::move(panel));
  }
  figure.panels = merged(std::move(figure.panels));
  return figure;
}

void GradientWorkersPlot::parameters(Parameters& parameters) {
  Plot::parameters(parameters);
  declare_scale(parameters, Scale::logarithmic);
}

std::string GradientWorkersPlot::lack_of(std::span<const ResultsFolder> results) const {
  return any_learned(results) ? "" : nothing_learned;
}

Figure GradientWorkersPlot::drawn(const PlotData& data) const {
  return workers_figure(labelled_by_algorithm({data.groups.begin(), data.groups.end()}),
                        is_x_logarithmic().value_or(true));
}

}  // namespace lowband
