// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/map_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/figures/series.hpp"
#include "sim/report/map/contours.hpp"
#include "sim/report/map/map_words.hpp"
#include "sim/report/units.hpp"

namespace lowband {

namespace {

constexpr std::size_t most_contours = 6;

using Rows = std::span<const MapRow>;
using Crossovers = std::span<const CrossoverRow>;

/// The different finite values of a member, ascending.
std::vector<double> values_of(Rows rows, double MapRow::*member) {
  std::vector<double> values;
  for (const auto& row : rows) {
    if (!std::isnan(row.*member)) values.push_back(row.*member);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

FigureAxis axis_over(const std::vector<double>& values, std::string label, Unit unit) {
  FigureAxis axis;
  axis.label = std::move(label);
  axis.unit = unit;
  axis.is_logarithmic = true;
  axis.least = values.front();
  axis.most = values.back();
  return axis;
}

FigureAxis bandwidth_axis(const std::vector<double>& bandwidths_Bps) {
  const double typical = std::sqrt(bandwidths_Bps.front() * bandwidths_Bps.back());
  const Unit unit = typical < 125e3 ? Unit{125.0, "kbps"} : typical < 125e6 ? Unit{125e3, "Mbps"} : Unit{125e6, "Gbps"};
  return axis_over(bandwidths_Bps, "bandwidth", unit);
}

FigureAxis latency_axis(const std::vector<double>& latencies_s) {
  return axis_over(latencies_s, "latency of a link", time_unit(std::sqrt(latencies_s.front() * latencies_s.back())));
}

/// From where to where a value of an axis stands for its neighbourhood: halfway, by ratio, to the next ones.
std::pair<double, double> around(const std::vector<double>& values, double value) {
  const auto at = std::lower_bound(values.begin(), values.end(), value);
  const double low = at == values.begin() ? value : std::sqrt(*std::prev(at) * value);
  const double high = std::next(at) == values.end() ? value : std::sqrt(*std::next(at) * value);
  return {low, high};
}

std::vector<double> logarithms(std::vector<double> values) {
  std::transform(values.begin(), values.end(), values.begin(), [](double value) { return std::log(value); });
  return values;
}

/// Adds a series for what is no algorithm.
std::size_t add_line(Figure& figure, std::string label, FigureStyle style, Swatch swatch) {
  figure.series.push_back({std::move(label), std::move(style), swatch});
  return figure.series.size() - 1;
}

bool is_won(const MapRow& row) { return row.algorithm == row.winner; }

/// "10 Mbps, 5 ms: ring, 16.6 s, 3.29 times as fast as gossip"
std::string text_of(const MapRow& row) {
  std::string text = fmt::format("{}, {}: {}, {}", bandwidth_text(row.bandwidth_Bps), latency_text(row.latency_s),
                                 row.algorithm, human_seconds(row.time_to_target_s));
  if (!std::isnan(row.speed_up)) text += fmt::format(", {:.3g} times as fast as {}", row.speed_up, row.baseline);
  return text;
}

/// The look of a region: in the colour of its algorithm, unless another region has it; then in the first that none has.
/// Of more regions than colours the others are paler.
FigureStyle region_style(FigureStyle style, const std::vector<FigureSeries>& others) {
  constexpr double half = 0.5;  // lines and dots on it can be seen
  constexpr double pale = 0.2;
  const auto is_free = [&others](const std::string& colour) {
    return std::none_of(others.begin(), others.end(),
                        [&colour](const FigureSeries& other) { return other.style.colour == colour; });
  };
  for (std::size_t i = 0; i < most_curves && !is_free(style.colour); ++i) {
    if (is_free(palette_colour(i))) style.colour = palette_colour(i);
  }
  style.fill = is_free(style.colour) ? half : pale;
  return style;
}

/// The steps that each algorithm wins, those that win none left out.
void add_regions(Rows rows, const std::vector<FigureSeries>& algorithms, const std::vector<double>& bandwidths_Bps,
                 const std::vector<double>& latencies_s, Figure& figure) {
  for (const auto& algorithm : algorithms) {
    BoxMark region{figure.series.size(), {}};
    for (const auto& row : rows) {
      if (!is_won(row) || row.algorithm != algorithm.label) continue;
      const auto [left, right] = around(bandwidths_Bps, row.bandwidth_Bps);
      const auto [bottom, top] = around(latencies_s, row.latency_s);
      region.boxes.push_back({left, right, bottom, top, text_of(row)});
    }
    if (region.boxes.empty()) continue;
    figure.series.push_back({algorithm.label, region_style(algorithm.style, figure.series), Swatch::box});
    figure.panels.front().marks.emplace_back(std::move(region));
  }
}

void add_contours(Rows rows, const std::vector<double>& bandwidths_Bps, const std::vector<double>& latencies_s,
                  Figure& figure) {
  Field field{
      logarithms(bandwidths_Bps), logarithms(latencies_s),
      std::vector<double>(bandwidths_Bps.size() * latencies_s.size(), std::numeric_limits<double>::quiet_NaN())};
  std::string baseline;
  for (const auto& row : rows) {
    if (!is_won(row)) continue;
    const auto column = std::lower_bound(bandwidths_Bps.begin(), bandwidths_Bps.end(), row.bandwidth_Bps);
    const auto line = std::lower_bound(latencies_s.begin(), latencies_s.end(), row.latency_s);
    const auto index = (line - latencies_s.begin()) * static_cast<std::ptrdiff_t>(bandwidths_Bps.size()) +
                       (column - bandwidths_Bps.begin());
    field.values[static_cast<std::size_t>(index)] = row.speed_up;
    baseline = row.baseline;
  }
  const auto levels = round_levels(field, most_contours);
  if (levels.empty()) return;
  const std::size_t series =
      add_line(figure, fmt::format("times as fast as {}", baseline), {.colour = "#404040", .width = 1.0}, Swatch::line);
  for (const double level : levels) {
    for (const auto& contour : contours(field, level)) {
      LineMark line{.series = series, .points = {}};
      for (const auto& [x, y] : contour) {
        const double latency_s = std::exp(y);
        line.points.push_back({std::exp(x), latency_s, latency_s, latency_s});
      }
      line.label = fmt::format("{:.3g}", level);
      figure.panels.front().marks.emplace_back(std::move(line));
    }
  }
}

std::size_t crossover_series(Figure& figure) {
  return add_line(figure, "crossover", {.colour = "#000000", .dash = Dash::dotted, .width = 1.0}, Swatch::point);
}

void add_dots(Crossovers crossovers, Figure& figure) {
  if (crossovers.empty()) return;
  DotMark dots{crossover_series(figure), PointShape::circle, {}};
  figure.series.back().style.shape = dots.shape;
  for (const auto& one : crossovers) {
    dots.points.push_back({one.bandwidth_Bps, one.latency_s, one.latency_s, one.latency_s});
  }
  figure.panels.front().marks.emplace_back(std::move(dots));
}

/// By how much an algorithm is behind the winner where it is nearest to it, as a ratio; infinite if it has no time.
double nearest(Rows rows, const std::string& algorithm, double MapRow::*axis) {
  double ratio = std::numeric_limits<double>::infinity();
  for (const auto& row : rows) {
    if (row.algorithm != algorithm || std::isnan(row.time_to_target_s)) continue;
    const auto winner = std::find_if(rows.begin(), rows.end(),
                                     [&](const MapRow& other) { return is_won(other) && other.*axis == row.*axis; });
    if (winner != rows.end()) ratio = std::min(ratio, row.time_to_target_s / winner->time_to_target_s);
  }
  return ratio;
}

/// The algorithms that are drawn, in their order, and a note if others are not.
std::vector<FigureSeries> drawn_of(Rows rows, const std::vector<FigureSeries>& algorithms, double MapRow::*axis,
                                   Figure& figure) {
  std::vector<std::pair<double, std::string>> ranking;
  for (const auto& algorithm : algorithms) {
    const double ratio = nearest(rows, algorithm.label, axis);
    if (std::isfinite(ratio)) ranking.emplace_back(ratio, algorithm.label);
  }
  std::stable_sort(ranking.begin(), ranking.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  if (ranking.size() > most_curves) {
    figure.notes.push_back(
        fmt::format("Of {} algorithms the {} that come nearest to the winner anywhere.", ranking.size(), most_curves));
    ranking.resize(most_curves);
  }
  std::vector<FigureSeries> drawn;
  for (const auto& algorithm : algorithms) {
    const bool is_drawn = std::any_of(ranking.begin(), ranking.end(),
                                      [&algorithm](const auto& one) { return one.second == algorithm.label; });
    if (is_drawn) drawn.push_back(algorithm);
  }
  return drawn;
}

void add_curves(Rows rows, double MapRow::*axis, Figure& figure) {
  FigurePanel& panel = figure.panels.front();
  std::vector<double> shown;
  for (std::size_t i = 0; i < figure.series.size(); ++i) {
    LineMark line{.series = i, .points = {}};
    for (const auto& row : rows) {
      if (row.algorithm != figure.series[i].label || std::isnan(row.time_to_target_s)) continue;
      // A logarithmic axis has no place for the end of an interval that is not positive.
      const bool has_interval = row.time_to_target_low_s > 0.0;
      if (has_interval) line.spread = LineMark::Spread::bars;
      line.points.push_back({row.*axis, row.time_to_target_s,
                             has_interval ? row.time_to_target_low_s : row.time_to_target_s,
                             has_interval ? row.time_to_target_high_s : row.time_to_target_s});
      shown.insert(shown.end(), {line.points.back().lowest, line.points.back().highest});
    }
    panel.marks.emplace_back(std::move(line));
  }
  std::sort(shown.begin(), shown.end());
  panel.y = axis_over(shown, "time to target", time_unit(std::sqrt(shown.front() * shown.back())));
  panel.y.least /= 1.1;
  panel.y.most *= 1.1;
}

void add_rules(Crossovers crossovers, Figure& figure) {
  if (crossovers.empty()) return;
  const std::size_t series = crossover_series(figure);
  figure.series.back().swatch = Swatch::line;
  for (const auto& one : crossovers) {
    const double at = one.along == "bandwidth" ? one.bandwidth_Bps : one.latency_s;
    figure.panels.front().marks.emplace_back(RuleMark{series, at, true});
  }
}

}  // namespace

Figure map_figure(Rows rows, Crossovers crossovers, const std::vector<FigureSeries>& algorithms) {
  const auto bandwidths_Bps = values_of(rows, &MapRow::bandwidth_Bps);
  const auto latencies_s = values_of(rows, &MapRow::latency_s);
  Figure figure;
  figure.title = "Fastest to the target";
  FigurePanel& panel = figure.panels.emplace_back();
  const auto is_axis = [](const std::vector<double>& values) { return values.size() > 1; };
  if (is_axis(bandwidths_Bps) && is_axis(latencies_s)) {
    figure.shape = PanelShape::square;
    panel.x = bandwidth_axis(bandwidths_Bps);
    panel.y = latency_axis(latencies_s);
    add_regions(rows, algorithms, bandwidths_Bps, latencies_s, figure);
    add_contours(rows, bandwidths_Bps, latencies_s, figure);
    add_dots(crossovers, figure);
    return figure;
  }
  if (!is_axis(bandwidths_Bps) && !is_axis(latencies_s)) {
    throw UsageError("expected a map of two bandwidths or latencies at least, found none");
  }
  figure.shape = PanelShape::wide;
  const bool is_bandwidth = is_axis(bandwidths_Bps);
  double MapRow::*const axis = is_bandwidth ? &MapRow::bandwidth_Bps : &MapRow::latency_s;
  panel.x = is_bandwidth ? bandwidth_axis(bandwidths_Bps) : latency_axis(latencies_s);
  figure.series = drawn_of(rows, algorithms, axis, figure);
  add_curves(rows, axis, figure);
  add_rules(crossovers, figure);
  return figure;
}

}  // namespace lowband
