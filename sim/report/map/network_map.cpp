// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/network_map.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>

#include "sim/report/map/crossovers.hpp"

namespace lowband {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// A line of the map, along bandwidth at one latency or along latency at one bandwidth, as crossovers() takes it: by
/// seconds per byte, or by seconds.
struct Line {
  bool is_along_bandwidth = true;
  std::optional<double> other;  ///< the latency, or the bandwidth; empty: links have their own
  MapLine times;

  [[nodiscard]] NetworkPoint point_at(double at) const {
    return is_along_bandwidth ? NetworkPoint{1.0 / at, other} : NetworkPoint{other, at};
  }
};

/// `times` are the winning_times() at the points of `grid`.
std::vector<Line> lines_of(const NetworkGrid& grid, const std::vector<std::vector<double>>& times) {
  if (grid.bandwidths_Bps.empty()) return {{false, std::nullopt, {grid.latencies_s, times}}};
  const std::vector<double> wanted = crossover_latencies(grid);
  const std::size_t width = grid.bandwidths_Bps.size();
  std::vector<Line> lines;
  for (std::size_t row = 0; row * width < times.size(); ++row) {
    std::optional<double> latency_s;
    if (!grid.latencies_s.empty()) {
      latency_s = grid.latencies_s[row];
      if (std::find(wanted.begin(), wanted.end(), *latency_s) == wanted.end()) continue;
    }
    Line& line = lines.emplace_back(Line{true, latency_s, {}});
    for (std::size_t i = width; i-- > 0;) {
      line.times.at.push_back(1.0 / grid.bandwidths_Bps[i]);
      line.times.times.push_back(times[row * width + i]);
    }
  }
  return lines;
}

std::vector<CrossoverRow> crossovers_of(const Contest& contest, const std::vector<Line>& lines,
                                        const TimesAtPoints& times_at) {
  std::vector<MapLine> all;
  for (const auto& line : lines) all.push_back(line.times);
  const auto probed = [&](std::span<const Probe> probes) {
    std::vector<NetworkPoint> points;
    for (const auto& probe : probes) points.push_back(lines[probe.line].point_at(probe.at));
    std::vector<std::vector<double>> times;
    for (const auto& one : times_at(points)) times.push_back(winning_times(contest, one));
    return times;
  };
  std::vector<CrossoverRow> rows;
  auto found = crossovers(all, probed);
  std::stable_sort(found.begin(), found.end(), [&](const Crossover& a, const Crossover& b) {
    return a.line == b.line && lines[a.line].is_along_bandwidth && a.at > b.at;  // by bandwidth, of which `at` is 1 /
  });
  for (const auto& crossover : found) {
    const Line& line = lines[crossover.line];
    const NetworkPoint point = line.point_at(crossover.at);
    const std::string& before = contest.contenders[crossover.below].name;
    const std::string& after = contest.contenders[crossover.above].name;
    rows.push_back({line.is_along_bandwidth ? "bandwidth" : "latency", point.bandwidth_Bps.value_or(none),
                    point.latency_s.value_or(none), line.is_along_bandwidth ? after : before,
                    line.is_along_bandwidth ? before : after});
  }
  return rows;
}

/// `winning`: winning_times() of `times`.
void add_rows(const Contest& contest, const NetworkPoint& point, const TargetTimes& times,
              const std::vector<double>& winning, std::vector<MapRow>& rows) {
  const auto winner = winner_of(winning);
  const auto all = standings(contest, times);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const MapContender& contender = contest.contenders[i];
    if (!contender.is_shown) continue;
    const Statistic& time_s = all[i].time_s;
    MapRow& row = rows.emplace_back();
    row.bandwidth_Bps = point.bandwidth_Bps.value_or(none);
    row.latency_s = point.latency_s.value_or(none);
    row.algorithm = contender.name;
    row.seeds = contender.is_sound.size();
    row.reached_target = time_s.count;
    row.time_to_target_s = time_s.mean;
    row.time_to_target_low_s = time_s.mean - time_s.half_width;
    row.time_to_target_high_s = time_s.mean + time_s.half_width;
    if (contest.baseline) row.baseline = contest.contenders[*contest.baseline].name;
    row.speed_up = all[i].speed_up.mean;
    if (winner) row.winner = contest.contenders[*winner].name;
  }
}

}  // namespace

NetworkMap map_of(const Contest& contest, const NetworkGrid& grid, const TimesAtPoints& times_at) {
  NetworkMap map{.grid = grid, .rows = {}, .crossovers = {}};
  const auto points = grid.points();
  const auto times = times_at(points);
  std::vector<std::vector<double>> winning;
  for (std::size_t i = 0; i < points.size(); ++i) {
    winning.push_back(winning_times(contest, times[i]));
    add_rows(contest, points[i], times[i], winning.back(), map.rows);
  }
  map.crossovers = crossovers_of(contest, lines_of(grid, winning), times_at);
  return map;
}

std::vector<double> crossover_latencies(const NetworkGrid& grid) {
  constexpr std::size_t most = 5;
  const std::size_t count = grid.latencies_s.size();
  std::vector<double> chosen;
  for (std::size_t i = 0; i < std::min(most, count); ++i) {
    chosen.push_back(grid.latencies_s[count <= most ? i : (i * (count - 1) + (most - 1) / 2) / (most - 1)]);
  }
  return chosen;
}

}  // namespace lowband
