// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/rate_figure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/report/add_new.hpp"
#include "sim/report/figures/axis_range.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/figures/series.hpp"
#include "sim/report/figures/sweep.hpp"
#include "sim/report/swept_values.hpp"

namespace lowband {

namespace {

constexpr const char* local_steps_path = "local_steps";
/// Beyond, an axis has round values in place of a tick at each.
constexpr std::size_t most_ticks = 12;

/// What stands at the x axis, and in the title.
std::pair<const char*, const char*> names_of(RateOver over) {
  switch (over) {
    case RateOver::iterations:
      return {"local steps of each worker, N", "N"};
    case RateOver::workers:
      return {"workers M", "M"};
    case RateOver::samples:
      return {"local steps of all workers, N M", "N M"};
    case RateOver::local_steps:
      break;
  }
  return {"local steps between synchronisations, K", "K"};
}

/// As 1/sqrt(x) from the start of `points` to their end.
std::vector<LinePoint> reference_of(const std::vector<LinePoint>& points) {
  std::vector<LinePoint> reference;
  const LinePoint start = points.front();
  for (const auto& point : points) {
    const double y = start.y * std::sqrt(start.x / point.x);
    reference.push_back({point.x, y, y, y});
  }
  return reference;
}

/// "slope -0.498 (s.e. 0.005)"
std::string slope_text(const Slope& slope) {
  const std::string text = fmt::format("slope {:.3f}", slope.value);
  return std::isnan(slope.standard_error) ? text : fmt::format("{} (s.e. {:.2g})", text, slope.standard_error);
}

struct RatePanel {
  FigurePanel panel;
  AxisRange x{.is_logarithmic = true};
  std::set<double> places;
};

/// The curves of a scenario; `y` grows with them, and `incomplete` gets the names of those with missing points.
RatePanel rate_panel_of(std::span<const RunGroup> groups, const std::string& scenario,
                        const std::vector<FigureSeries>& series, std::pair<RateOver, RateMean> what, AxisRange& y,
                        std::vector<std::string>& incomplete) {
  RatePanel drawn;
  drawn.panel.title = scenario;
  std::vector<LinePoint> reference;
  for (std::size_t i = 0; i < series.size(); ++i) {
    std::vector<RunGroup> of_series;
    for (const auto& group : groups) {
      if (group.scenario == scenario && group.label == series[i].label) of_series.push_back(group);
    }
    const RateCurve curve = rate_curve_of(of_series, what.first, what.second);
    if (curve.is_incomplete) add_new(incomplete, series[i].label);
    if (curve.points.empty()) continue;
    if (reference.empty()) reference = reference_of(curve.points);
    for (const auto& point : curve.points) {
      drawn.places.insert(point.x);
      drawn.x.include(point.x);
      y.include(point.lowest);
      y.include(point.y);
      y.include(point.highest);
    }
    drawn.panel.marks.emplace_back(LineMark{.series = i, .points = curve.points, .spread = LineMark::Spread::bars});
    if (!std::isnan(curve.slope.value)) drawn.panel.remarks.push_back({i, slope_text(curve.slope)});
  }
  for (const auto& point : reference) y.include(point.y);
  if (!reference.empty()) drawn.panel.marks.emplace_back(LineMark{.series = series.size(), .points = reference});
  if (drawn.panel.marks.empty()) drawn.panel.absence = not_finished;
  return drawn;
}

/// With room above the highest point for so many lines of slopes.
void leave_room(AxisRange& y, std::size_t lines) {
  constexpr double line = 0.06;  // of the panel's height
  const double room = std::min(0.5, line * static_cast<double>(lines + 1));
  y.include(y.most * std::pow(y.most / y.least, room / (1.0 - room)));
}

bool have_several_seeds(std::span<const RunGroup> groups) {
  return std::any_of(groups.begin(), groups.end(), [](const RunGroup& group) { return group.runs.size() > 1; });
}

}  // namespace

void RatePlot::parameters(Parameters& parameters) {
  Plot::parameters(parameters);
  parameters.choice("over", over_,
                    {{"auto", "the first of M, N and K of which there are several; else N"},
                     {"N", "local steps of each worker; of runs of one length the mean until each evaluation"},
                     {"M", "workers, of several folders"},
                     {"NM", "local steps of all workers together, of several folders"},
                     {"K", "local steps between synchronisations, in which algorithms differ"}},
                    "what the gradient is to fall with");
  parameters.choice("mean", mean_,
                    {{"all", "what is to be expected at an iterate that is drawn at random, sampled at evaluations"},
                     {"last-half", "the last half, where a constant learning rate has come to rest"}},
                    "over which evaluations of a run the squared gradient is taken in the mean");
}

std::string RatePlot::lack_of(std::span<const ResultsFolder> results) const {
  return any_learned(results) ? "" : nothing_learned;
}

RateOver RatePlot::over(std::span<const RunGroup> groups, std::span<const ResultsFolder> results) const {
  const auto several = [groups](RateOver over) { return values_of(groups, over) > 1; };
  const auto need = [&](RateOver over, const char* values) {
    if (several(over)) return over;
    throw UsageError(fmt::format("--over: {} takes results of several {}, found one", over_, values));
  };
  if (over_ == "N") return RateOver::iterations;
  if (over_ == "M") return need(RateOver::workers, "numbers of workers");
  if (over_ == "NM") return need(RateOver::samples, "numbers of workers or lengths");
  if (over_ == "K") return need(RateOver::local_steps, "local steps between synchronisations");
  if (several(RateOver::workers)) return RateOver::workers;
  if (several(RateOver::iterations)) return RateOver::iterations;
  const auto swept = swept_paths(results);
  const bool has_k = std::find(swept.begin(), swept.end(), local_steps_path) != swept.end();
  return has_k && several(RateOver::local_steps) ? RateOver::local_steps : RateOver::iterations;
}

void RatePlot::prepare(std::vector<RunGroup>& groups, std::span<const ResultsFolder> results) const {
  if (over(groups, results) == RateOver::local_steps) {
    groups = Sweep(local_steps_path, groups, results).by_curve(std::move(groups));
  } else {
    groups = labelled_by_algorithm(std::move(groups));
  }
}

Figure RatePlot::drawn(const PlotData& data) const {
  const std::span<const RunGroup> groups = data.groups;
  const RateOver along = over(groups, data.results);
  const RateMean mean = mean_ == "all" ? RateMean::all : RateMean::last_half;
  const auto& [label, short_name] = names_of(along);
  Figure figure;
  figure.title = title_of(groups, fmt::format("mean squared gradient over {}", short_name));
  figure.series = series_of(groups);
  figure.shares_y = true;
  AxisRange y{.is_logarithmic = true};
  std::vector<RatePanel> panels;
  std::vector<std::string> incomplete;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    panels.push_back(rate_panel_of(groups, scenario, figure.series, {along, mean}, y, incomplete));
  }
  if (y.empty()) nothing_to_plot(groups, "no run has finished");
  std::size_t lines = 0;
  for (const auto& drawn : panels) lines = std::max(lines, drawn.panel.remarks.size());
  leave_room(y, lines);
  for (std::size_t i = 0; i < figure.series.size(); ++i) {
    figure.series[i].style = with_shapes(figure.series[i].style, i);
  }
  add_series(figure.series, "slope -1/2", {.dash = Dash::dotted, .width = 1.5}, Swatch::line);
  for (auto& [panel, x, places] : panels) {
    panel.x = x.axis(label);
    for (const double place : places) {
      if (places.size() <= most_ticks) panel.x.ticks.push_back({place, fmt::format("{:g}", place)});
    }
    panel.y = y.axis(mean == RateMean::all ? "squared gradient norm, mean over the evaluations"
                                           : "squared gradient norm, mean of the last half");
    figure.panels.push_back(std::move(panel));
  }
  figure.panels = merged(std::move(figure.panels));
  figure.notes.push_back(have_several_seeds(groups)
                             ? "Slopes by least squares through the logarithms, seed by seed: their mean and its "
                               "standard error. Bars: 95 % confidence intervals over the seeds (Student's t)."
                             : "Slopes by least squares through the logarithms.");
  if (!incomplete.empty()) {
    figure.notes.push_back(
        fmt::format("Without a point where a run diverged or its gradient is 0: {}.", fmt::join(incomplete, ", ")));
  }
  return figure;
}

}  // namespace lowband
