// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "sim/report/map/contest.hpp"
#include "sim/report/map/network_grid.hpp"
#include "sim/results/columns.hpp"

namespace lowband {

/// A line of map.csv: an algorithm at a point.
struct MapRow {
  double bandwidth_Bps = 0.0;  ///< of the map's links; NaN: each has its own
  double latency_s = 0.0;      ///< likewise
  std::string algorithm;
  std::uint64_t seeds = 0;
  std::uint64_t reached_target = 0;   ///< of the seeds
  double time_to_target_s = 0.0;      ///< mean over these; NaN: none
  double time_to_target_low_s = 0.0;  ///< the 95 % confidence interval of the mean; NaN with fewer than two
  double time_to_target_high_s = 0.0;
  std::string baseline;   ///< "": there is none
  double speed_up = 0.0;  ///< MapStanding::speed_up, its mean
  std::string winner;     ///< at this point; "": nobody
  // What was asked; the same in all rows of a file.
  std::string target{};    ///< as target_text() has it
  std::string links{};     ///< a shell pattern: the map's links
  std::string scenario{};  ///< whose changes hold besides; "": the platform as it is
};

template <>
inline constexpr std::tuple columns<MapRow>{
    Column{"bandwidth_Bps", &MapRow::bandwidth_Bps},
    Column{"latency_s", &MapRow::latency_s},
    Column{"algorithm", &MapRow::algorithm},
    Column{"seeds", &MapRow::seeds},
    Column{"reached_target", &MapRow::reached_target},
    Column{"time_to_target_s", &MapRow::time_to_target_s},
    Column{"time_to_target_low_s", &MapRow::time_to_target_low_s},
    Column{"time_to_target_high_s", &MapRow::time_to_target_high_s},
    Column{"baseline", &MapRow::baseline},
    Column{"speed_up", &MapRow::speed_up},
    Column{"winner", &MapRow::winner},
    Column{"target", &MapRow::target, Since::later},
    Column{"links", &MapRow::links, Since::later},
    Column{"scenario", &MapRow::scenario, Since::later},
};

/// A line of crossovers.csv: where one algorithm becomes faster than another, and none is faster than these two.
struct CrossoverRow {
  std::string along;           ///< "bandwidth" or "latency": what varies
  double bandwidth_Bps = 0.0;  ///< of the crossover; NaN: links have their own
  double latency_s = 0.0;
  std::string below;  ///< the winner at less of what varies
  std::string above;  ///< and at more of it
};

template <>
inline constexpr std::tuple columns<CrossoverRow>{
    Column{"along", &CrossoverRow::along},         Column{"bandwidth_Bps", &CrossoverRow::bandwidth_Bps},
    Column{"latency_s", &CrossoverRow::latency_s}, Column{"below", &CrossoverRow::below},
    Column{"above", &CrossoverRow::above},
};

/// Who is fastest to the target on which network.
struct NetworkMap {
  NetworkGrid grid;
  std::vector<MapRow> rows;              ///< point by point as NetworkGrid::points(), in each by algorithm
  std::vector<CrossoverRow> crossovers;  ///< line by line, ascending
};

/// Times at each of these points.
using TimesAtPoints = std::function<std::vector<TargetTimes>(std::span<const NetworkPoint>)>;

/// The map of `contest`, of which somebody can win, on `grid`, with times of `times_at`. Crossovers are looked for
/// along bandwidth at each of crossover_latencies(), or along the one axis there is. A time is nearly linear in 1 /
/// bandwidth and in latency, and exactly so where closed forms hold: what crossovers() makes use of.
[[nodiscard]] NetworkMap map_of(const Contest& contest, const NetworkGrid& grid, const TimesAtPoints& times_at);

/// The latencies of a grid of two axes at which crossovers are looked for: at most five, the first and the last among
/// them.
[[nodiscard]] std::vector<double> crossover_latencies(const NetworkGrid& grid);

}  // namespace lowband
