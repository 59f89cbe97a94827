// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/sweep_figure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/report/figures/axis_range.hpp"
#include "sim/report/figures/curve_crossings.hpp"
#include "sim/report/figures/node_axis.hpp"
#include "sim/report/figures/panels.hpp"

namespace lowband {

namespace {

/// A point with its place on the axis.
struct Placed {
  const SweepPoint* point;
  double x;
};

/// The places on the axis: numbers, or texts side by side in their order.
struct SweptPlaces {
  std::vector<Placed> points;
  std::vector<std::string> names;  ///< of texts
  bool are_numbers = true;
};

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

SweptPlaces places_of(std::span<const SweepPoint> points) {
  SweptPlaces places;
  places.are_numbers =
      std::all_of(points.begin(), points.end(), [](const SweepPoint& point) { return point.value.is_number(); });
  for (const auto& point : points) {
    if (places.are_numbers) {
      places.points.push_back({&point, point.value.get<double>()});
      continue;
    }
    const std::string name = text_of(point.value);
    const auto found = std::find(places.names.begin(), places.names.end(), name);
    places.points.push_back({&point, static_cast<double>(found - places.names.begin())});
    if (found == places.names.end()) places.names.push_back(name);
  }
  return places;
}

/// From left to right; throws if two of a curve stand above each other.
std::vector<Placed> along(const std::string& curve, const std::string& panel, const SweptPlaces& places,
                          const std::string& over) {
  std::vector<Placed> own;
  for (const auto& placed : places.points) {
    if (placed.point->curve == curve && placed.point->panel == panel) own.push_back(placed);
  }
  std::stable_sort(own.begin(), own.end(), [](const Placed& a, const Placed& b) { return a.x < b.x; });
  for (std::size_t i = 1; i < own.size(); ++i) {
    if (own[i - 1].x < own[i].x) continue;
    throw UsageError(fmt::format("--over: \"{}\" and \"{}\" have the same {}, {}: choose with --only or --scenario",
                                 own[i - 1].point->name, own[i].point->name, over, text_of(own[i].point->value)));
  }
  return own;
}

LinePoint point_of(const Placed& placed) {
  const Statistic& figure = placed.point->figure;
  const double half = std::isnan(figure.half_width) ? 0.0 : figure.half_width;
  return {placed.x, figure.mean, figure.mean - half, figure.mean + half};
}

bool spans(double ratio, const std::vector<double>& values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return *least > 0.0 && *most > ratio * *least;
}

struct Scales {
  AxisRange x;
  AxisRange y;
};

Scales scales_of(const SweptPlaces& places, const SweepAxes& axes) {
  std::vector<double> xs;
  std::vector<double> ys;
  for (const auto& placed : places.points) {
    xs.push_back(placed.x);
    ys.push_back(placed.point->figure.mean);
  }
  Scales scales;
  scales.x.is_logarithmic = places.are_numbers && axes.is_x_logarithmic.value_or(spans(log_from_ratio, xs));
  scales.y.is_logarithmic = spans(log_from_ratio, ys);
  for (const double x : xs) scales.x.include(x);
  if (!scales.y.is_logarithmic) scales.y.include(0.0);
  // An interval of two or three seeds may be wider than anything else: on a logarithmic axis it ends at the panel's
  // edge.
  const double most_above = scales.y.is_logarithmic ? 3.0 : std::numeric_limits<double>::infinity();
  for (const auto& placed : places.points) {
    const LinePoint point = point_of(placed);
    scales.y.include(std::max(point.lowest, scales.y.is_logarithmic ? point.y / most_above : 0.0));
    scales.y.include(std::min(point.highest, most_above * point.y));
  }
  if (axes.is_speed_up) scales.y.include(1.0);
  return scales;
}

FigureAxis x_axis(const SweptPlaces& places, const AxisRange& range, const std::string& over) {
  if (!places.are_numbers) return axis_of_names(over, places.names);
  FigureAxis axis = over == "bandwidth" ? range.axis("bandwidth of the narrowest link", bandwidth_unit(range.typical()))
                    : over == "latency" ? range.axis_of_seconds("latency of the longest link")
                                        : range.axis(over);
  if (!axis.is_logarithmic) {  // the outermost points keep clear of the edges
    const double room = 0.05 * (axis.most - axis.least);
    axis.least -= room;
    axis.most += room;
  }
  std::vector<double> values;
  for (const auto& placed : places.points) {
    if (range.shows(placed.x)) values.push_back(placed.x);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  for (const double value : values) axis.ticks.push_back({value, fmt::format("{:.4g}", value / axis.unit.size)});
  return axis;
}

/// What stands at a crossover, in the unit of the axis.
std::string place_text(double x, const FigureAxis& axis) {
  const std::string number = fmt::format("{:.3g}", x / axis.unit.size);
  return axis.unit.symbol.empty() ? number : fmt::format("{} {}", number, axis.unit.symbol);
}

/// The curves of a panel, and who is the fastest along them.
class PanelOfCurves {
 public:
  PanelOfCurves(std::string title, const SweepAxes& axes, const Scales& scales) : axes_(axes), scales_(scales) {
    panel_.title = std::move(title);
  }

  void add(std::size_t series, const std::string& label, const std::vector<Placed>& points, bool is_joined) {
    LineMark line{.series = series, .points = {}, .spread = LineMark::Spread::bars};
    for (const auto& placed : points) {
      line.points.push_back(point_of(placed));
      if (is_joined) continue;
      panel_.marks.emplace_back(line);
      line.points.clear();
    }
    if (!line.points.empty()) panel_.marks.emplace_back(std::move(line));
    labels_.push_back(label);
    curves_.push_back(points);
  }

  /// Diamonds at crossovers, with their places, and the sentence that tells of them.
  std::string add_crossovers(std::size_t series, const FigureAxis& x) {
    std::vector<double> xs;
    for (const auto& curve : curves_) {
      for (const auto& placed : curve) {
        if (scales_.x.shows(placed.x)) xs.push_back(along_x(placed.x));
      }
    }
    std::sort(xs.begin(), xs.end());
    xs.erase(std::unique(xs.begin(), xs.end()), xs.end());
    std::vector<CurveValues> curves;
    for (const auto& points : curves_) {
      CurveValues& values = curves.emplace_back(xs.size(), std::numeric_limits<double>::quiet_NaN());
      for (const auto& placed : points) {
        if (!placed.point->may_win || !scales_.x.shows(placed.x)) continue;
        const auto place = std::lower_bound(xs.begin(), xs.end(), along_x(placed.x)) - xs.begin();
        values[static_cast<std::size_t>(place)] = downwards(placed.point->figure.mean);
      }
    }
    const auto lowest = lowest_along(xs, curves);
    if (lowest.empty() || curves_.size() < 2) return "";
    std::vector<std::string> parts{labels_[lowest.front().curve]};
    for (std::size_t i = 1; i < lowest.size(); ++i) {
      const double place = scales_.x.is_logarithmic ? std::exp(lowest[i].x) : lowest[i].x;
      const double y = upwards(lowest[i].y);
      panel_.marks.emplace_back(DotMark{series, PointShape::diamond, {{place, y, y, y}}});
      panel_.marks.emplace_back(TextMark{series, place, y, place_text(place, x)});
      parts.push_back(fmt::format("from {} on {}", place_text(place, x), labels_[lowest[i].curve]));
    }
    const std::string where = panel_.title.empty() ? "" : fmt::format(" ({})", panel_.title);
    return fmt::format("Fastest{}: {}{}.", where, fmt::join(parts, ", "), parts.size() == 1 ? " throughout" : "");
  }

  FigurePanel finished(const FigureAxis& x, const FigureAxis& y) {
    panel_.x = x;
    panel_.y = y;
    if (curves_.empty()) panel_.absence = "no point";
    return std::move(panel_);
  }

 private:
  // As lines are drawn: straight on the axes, and the best is the lowest.
  [[nodiscard]] double along_x(double x) const { return scales_.x.is_logarithmic ? std::log(x) : x; }
  [[nodiscard]] double downwards(double y) const {
    const double drawn = scales_.y.is_logarithmic ? std::log(y) : y;
    return axes_.is_speed_up ? -drawn : drawn;
  }
  [[nodiscard]] double upwards(double value) const {
    const double drawn = axes_.is_speed_up ? -value : value;
    return scales_.y.is_logarithmic ? std::exp(drawn) : drawn;
  }

  const SweepAxes& axes_;
  const Scales& scales_;
  FigurePanel panel_;
  std::vector<std::string> labels_;
  std::vector<std::vector<Placed>> curves_;
};

bool has_bars(std::span<const SweepPoint> points) {
  return std::any_of(points.begin(), points.end(),
                     [](const SweepPoint& point) { return point.figure.half_width > 0.0; });
}

}  // namespace

Figure sweep_figure(std::span<const RunGroup> groups, std::span<const SweepPoint> points, const SweepAxes& axes) {
  const char* const what = axes.is_speed_up ? "speed-up" : "time to target";
  if (points.empty()) {
    nothing_to_plot(groups, axes.is_speed_up ? "nothing has a speed-up with every seed"
                                             : "nothing reaches the target with every seed");
  }
  const SweptPlaces places = places_of(points);
  if (!places.are_numbers && axes.is_x_logarithmic) {
    throw UsageError(fmt::format("--x: has no effect over {}, whose values are no numbers", axes.over));
  }
  const Scales scales = scales_of(places, axes);
  const FigureAxis x = x_axis(places, scales.x, axes.over);
  const FigureAxis y = axes.is_speed_up ? scales.y.axis("speed-up") : scales.y.axis_of_seconds("time to target");
  Figure figure;
  figure.title = title_of(groups, fmt::format("{} over {}", what, axes.over));
  figure.series = series_of(groups);
  figure.shares_x = true;
  figure.shares_y = true;
  for (std::size_t i = 0; i < figure.series.size(); ++i) {
    figure.series[i].style = with_shapes(figure.series[i].style, i);
  }
  const std::size_t curves = figure.series.size();
  const std::size_t even = add_series(figure.series, "as fast as the baseline", {.colour = "#888888", .width = 1.0},
                                      axes.is_speed_up ? Swatch::line : Swatch::none);
  const std::size_t crossover =
      add_series(figure.series, "crossover of the fastest", {.shape = PointShape::diamond}, Swatch::point);
  bool has_crossovers = false;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    PanelOfCurves panel(scenario, axes, scales);
    for (std::size_t i = 0; i < curves; ++i) {
      const auto own = along(figure.series[i].label, scenario, places, axes.over);
      if (!own.empty()) panel.add(i, figure.series[i].label, own, places.are_numbers);
    }
    const std::string told = places.are_numbers ? panel.add_crossovers(crossover, x) : "";
    if (!told.empty()) figure.notes.push_back(told);
    FigurePanel& drawn = figure.panels.emplace_back(panel.finished(x, y));
    if (axes.is_speed_up) drawn.marks.insert(drawn.marks.begin(), RuleMark{even, 1.0, false});
    has_crossovers = has_crossovers || std::any_of(drawn.marks.begin(), drawn.marks.end(), [](const FigureMark& mark) {
                       return std::holds_alternative<DotMark>(mark);
                     });
  }
  if (!has_crossovers) figure.series[crossover].swatch = Swatch::none;
  figure.panels = merged(std::move(figure.panels));
  if (has_bars(points)) {
    figure.notes.push_back(fmt::format("Bars: {:.6g} % confidence intervals of the means over the seeds (Student's t).",
                                       100.0 * standard_confidence));
  }
  return figure;
}

}  // namespace lowband
