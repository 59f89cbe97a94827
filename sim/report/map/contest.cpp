// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/contest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lowband {

namespace {

/// Where the contender does not count, or the seed has not reached the target, there is no ratio.
Statistic speed_up_of(std::size_t index, const Contest& contest, const TargetTimes& times) {
  if (!contest.baseline) return {};
  const MapContender& contender = contest.contenders[index];
  const MapContender& baseline = contest.contenders[*contest.baseline];
  std::vector<double> ratios;
  for (std::size_t seed = 0; seed < contender.is_sound.size(); ++seed) {
    if (contender.is_sound[seed] && baseline.is_sound[seed]) {
      ratios.push_back(times[*contest.baseline][seed] / times[index][seed]);
    }
  }
  return statistic_of(std::move(ratios));
}

}  // namespace

std::vector<MapStanding> standings(const Contest& contest, const TargetTimes& times) {
  std::vector<MapStanding> all;
  for (std::size_t i = 0; i < times.size(); ++i) {
    all.push_back({statistic_of(times[i]), speed_up_of(i, contest, times)});
  }
  return all;
}

std::vector<double> winning_times(const Contest& contest, const TargetTimes& times) {
  std::vector<double> all(times.size(), std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (contest.contenders[i].can_win) all[i] = statistic_of(times[i]).mean;
  }
  return all;
}

std::optional<std::size_t> winner_of(const std::vector<double>& winning_times) {
  const auto least = std::min_element(winning_times.begin(), winning_times.end());
  if (least == winning_times.end() || std::isinf(*least)) return std::nullopt;
  return static_cast<std::size_t>(least - winning_times.begin());
}

}  // namespace lowband
