// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/staleness_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/report/figures/axis_range.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/figures/series.hpp"
#include "sim/results/staleness.hpp"

namespace lowband {

namespace {

using Groups = std::span<const RunGroup>;

constexpr std::uint64_t most_steps = 50;  // that an eye can tell apart

/// The changes of an algorithm in a scenario.
struct Distribution {
  std::size_t series;
  StalenessCounts counts;
};

/// Those of one scenario.
struct StalenessPanel {
  std::string scenario;
  std::vector<Distribution> distributions;  ///< empty: not finished

  /// The first value beyond the axis.
  [[nodiscard]] std::uint64_t axis_end() const {
    std::uint64_t highest = 0;
    for (const auto& [series, counts] : distributions) highest = std::max(highest, counts.quantile(99));
    return highest + highest / 4 + 1;
  }
  /// How many values have a step together.
  [[nodiscard]] std::uint64_t step() const { return (axis_end() + most_steps - 1) / most_steps; }
};

StalenessCounts counts_of(const RunGroup& group) {
  StalenessCounts counts;
  for (const RunRecord* run : group.runs) {
    for (const auto& row : run->staleness) counts.add(row.staleness, row.count);
  }
  return counts;
}

/// Of the algorithms that have staleness in any scenario, in the colours that they have beside the others.
std::vector<FigureSeries> stale_series(Groups groups) {
  auto series = series_of(groups);
  std::erase_if(series, [&groups](const FigureSeries& one) {
    return std::none_of(groups.begin(), groups.end(), [&one](const RunGroup& group) {
      return group.label == one.label && counts_of(group).total() > 0;
    });
  });
  return series;
}

std::vector<StalenessPanel> panels_of(Groups groups, const std::vector<FigureSeries>& series) {
  std::vector<StalenessPanel> panels;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    StalenessPanel panel{scenario, {}};
    bool is_finished = true;
    for (const auto& group : groups) {
      const std::size_t own = series_index(series, group.label);
      if (group.scenario != scenario || own == series.size()) continue;
      is_finished = is_finished && !group.runs.empty();
      if (auto counts = counts_of(group); counts.total() > 0) panel.distributions.push_back({own, std::move(counts)});
    }
    if (panel.distributions.empty() && is_finished) continue;  // there is nothing to come
    panels.push_back(std::move(panel));
  }
  return panels;
}

/// The shares of the changes in each step of the panel. A whole number stands in the middle of its step, if that has no
/// other.
std::vector<LinePoint> steps_of(const StalenessCounts& counts, const StalenessPanel& panel) {
  std::vector<double> shares((panel.axis_end() + panel.step() - 1) / panel.step(), 0.0);
  for (const auto& row : counts.rows()) {
    if (row.staleness >= panel.axis_end()) break;
    shares[row.staleness / panel.step()] += static_cast<double>(row.count) / static_cast<double>(counts.total());
  }
  std::vector<LinePoint> points{{-0.5, 0.0, 0.0, 0.0}};
  const auto edge = [&panel](std::size_t index) { return static_cast<double>(index * panel.step()) - 0.5; };
  for (std::size_t i = 0; i < shares.size(); ++i) points.push_back({edge(i), shares[i], shares[i], shares[i]});
  points.push_back({edge(shares.size()), 0.0, 0.0, 0.0});
  return points;
}

std::string quantiles_of(const StalenessCounts& counts) {
  return fmt::format("mean {:.3g}; 50, 95, 99 %: {}, {}, {}", counts.mean(), counts.quantile(50), counts.quantile(95),
                     counts.quantile(99));
}

FigurePanel drawn(const StalenessPanel& panel) {
  FigurePanel figure{.title = panel.scenario, .x = {}, .y = {}};
  if (panel.distributions.empty()) {
    figure.absence = not_finished;
    return figure;
  }
  figure.x.label = panel.step() == 1 ? "staleness" : fmt::format("staleness, in steps of {}", panel.step());
  figure.x.least = -0.5;
  figure.x.most = static_cast<double>(panel.axis_end()) - 0.5;
  for (const auto& [series, counts] : panel.distributions) {
    LineMark line{.series = series, .points = steps_of(counts, panel), .join = LineMark::Join::steps};
    line.is_filled = true;
    figure.marks.emplace_back(std::move(line));
    figure.remarks.push_back({series, quantiles_of(counts)});
  }
  return figure;
}

/// With room above the highest step for the lines of quantiles.
FigureAxis shares_axis(const std::vector<FigurePanel>& panels) {
  double most = 0.0;
  std::size_t lines = 0;
  for (const auto& panel : panels) {
    lines = std::max(lines, panel.remarks.size());
    for (const auto& mark : panel.marks) {
      for (const auto& point : std::get<LineMark>(mark).points) most = std::max(most, point.y);
    }
  }
  constexpr double line = 0.06;  // of the panel's height
  const double room = std::min(0.5, line * static_cast<double>(lines + 1));
  AxisRange range;
  range.include(0.0);
  range.include(most / (1.0 - room));
  return range.axis_of_shares("share of changes");
}

}  // namespace

bool tells_of_staleness(const ResultsFolder& results) {
  return std::any_of(results.runs.begin(), results.runs.end(),
                     [](const RunRecord& run) { return !run.staleness.empty(); });
}

Figure staleness_figure(Groups groups) {
  Figure figure;
  figure.title = title_of(groups, "staleness of changes");
  figure.series = stale_series(groups);
  figure.shares_y = true;
  if (figure.series.empty()) nothing_to_plot(groups, "no run has staleness");
  for (const auto& panel : panels_of(groups, figure.series)) figure.panels.push_back(drawn(panel));
  const FigureAxis shares = shares_axis(figure.panels);
  for (auto& panel : figure.panels) panel.y = shares;
  figure.panels = merged(std::move(figure.panels));
  return figure;
}

std::string StalenessPlot::lack_of(std::span<const ResultsFolder> results) const {
  if (std::any_of(results.begin(), results.end(), tells_of_staleness)) return "";
  return "no run has staleness, which servers and gossip have where there are no rounds";
}

}  // namespace lowband
