// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/map_plot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <set>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/figures/series.hpp"
#include "sim/report/map/map_figure.hpp"
#include "sim/results/csv_table.hpp"
#include "sim/results/layout.hpp"

namespace lowband {

namespace {

/// The algorithms of a map; each must be one of the experiment.
std::set<std::string> algorithms_in(std::span<const MapRow> rows, const std::vector<FigureSeries>& series,
                                    const ResultsFolder& results) {
  std::set<std::string> names;
  for (const auto& row : rows) names.insert(row.algorithm);
  for (const auto& name : names) {
    if (series_index(series, name) < series.size()) continue;
    throw UsageError(
        fmt::format("{}: expected a map of these results, found the algorithm \"{}\": make it again with "
                    "\"lowband map\"",
                    (results.path / map_name).string(), name));
  }
  return names;
}

/// "Target: test accuracy 90 %, held for 2 evaluations. Bandwidth and latency are those of the links that match ..."
void add_notes(std::span<const MapRow> rows, Figure& figure) {
  if (rows.front().target.empty()) return;  // of an earlier version
  figure.notes.push_back(fmt::format("Target: {}.", rows.front().target));
  const bool is_of_all = rows.front().links == "*";
  if (!is_of_all) figure.notes.push_back(fmt::format("Of the links that match \"{}\".", rows.front().links));
  if (!rows.front().scenario.empty()) {
    figure.notes.push_back(fmt::format("With the other changes of the scenario {}.", rows.front().scenario));
  }
}

}  // namespace

Figure map_figure_of(const ResultsFolder& results, std::span<const MapRow> rows,
                     std::span<const CrossoverRow> crossovers) {
  const auto groups = group_runs(std::span(&results, 1));
  const auto series = series_of(groups, Swatch::box);
  const auto shown = algorithms_in(rows, series, results);
  Figure figure = map_figure(rows, crossovers, series);
  figure.title = title_of(groups, "fastest to the target");
  add_notes(rows, figure);
  std::vector<std::string> others;
  for (const auto& one : series) {
    if (!shown.contains(one.label)) others.push_back(one.label);
  }
  if (!others.empty()) figure.notes.push_back(fmt::format("Not on the map: {}.", fmt::join(others, ", ")));
  return figure;
}

std::vector<MapRow> rows_of_all(const Contest& contest, const NetworkGrid& grid) {
  const auto ends = [](const std::vector<double>& values) {
    return values.empty() ? values : std::vector{values.front(), values.back()};
  };
  std::vector<MapRow> rows;
  double speed_up = 1.0;  // several: a contour passes between them
  for (const auto& point : NetworkGrid{ends(grid.bandwidths_Bps), ends(grid.latencies_s)}.points()) {
    for (const auto& contender : contest.contenders) {
      if (!contender.is_shown) continue;
      MapRow& row = rows.emplace_back();
      row.bandwidth_Bps = point.bandwidth_Bps.value_or(std::numeric_limits<double>::quiet_NaN());
      row.latency_s = point.latency_s.value_or(std::numeric_limits<double>::quiet_NaN());
      row.algorithm = contender.name;
      row.time_to_target_s = 1.0;
      row.time_to_target_low_s = row.time_to_target_high_s = std::numeric_limits<double>::quiet_NaN();
      row.speed_up = contest.baseline ? speed_up : std::numeric_limits<double>::quiet_NaN();
      if (contest.baseline) row.baseline = contest.contenders.at(*contest.baseline).name;
      if (contender.can_win) row.winner = contender.name;
    }
    speed_up *= 4.0;
  }
  return rows;
}

bool has_map(const ResultsFolder& results) { return std::filesystem::is_regular_file(results.path / map_name); }

std::string MapPlot::lack_of(std::span<const ResultsFolder> results) const {
  if (results.size() > 1) return "a map is of one results folder";
  return has_map(results.front()) ? "" : "there is no map.csv, which \"lowband map\" writes";
}

std::size_t MapPlot::most_algorithms() const { return std::numeric_limits<std::size_t>::max(); }

Figure MapPlot::drawn(const PlotData& data) const {
  const ResultsFolder& folder = data.results.front();
  return map_figure_of(folder, read_csv<MapRow>(folder.path / map_name),
                       read_csv<CrossoverRow>(folder.path / crossovers_name));
}

}  // namespace lowband
