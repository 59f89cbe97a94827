// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/statistic.hpp"

namespace lowband {

/// An algorithm of a map, with what no network changes: whether its seeds reach the target, and how they end.
struct MapContender {
  std::string name;
  std::vector<bool> is_sound;  ///< by seed: it ends well, as a speed-up takes it
  bool can_win = false;        ///< all seeds are sound, reach the target, and still meet it at the end
  bool is_shown = true;        ///< else it is there as the baseline alone
};

/// The algorithms of a map, in the order of the experiment, all with the same seeds.
struct Contest {
  std::vector<MapContender> contenders;
  std::optional<std::size_t> baseline;  ///< its index; none: there are no speed-ups
};

/// Seconds to the target by contender and seed; NaN where it is not reached.
using TargetTimes = std::vector<std::vector<double>>;

/// How a contender does at one point, as `compare` tells it of a scenario.
struct MapStanding {
  Statistic time_s;    ///< to the target, over the seeds that reach it
  Statistic speed_up;  ///< time of the baseline / time of this, over the seeds with which both are sound and reach it
};

[[nodiscard]] std::vector<MapStanding> standings(const Contest& contest, const TargetTimes& times);

/// The mean time of each contender that can win; infinite of the others.
[[nodiscard]] std::vector<double> winning_times(const Contest& contest, const TargetTimes& times);

/// The index of the least of winning_times(), of equal ones the first; nothing if all are infinite.
[[nodiscard]] std::optional<std::size_t> winner_of(const std::vector<double>& winning_times);

}  // namespace lowband
