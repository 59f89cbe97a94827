// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/report/figures/run_details.hpp"
#include "sim/runs/run_timelines.hpp"

namespace lowband {

/// What figures show of runs beyond the files of results: their traces are replayed and their platforms looked at,
/// where a figure asks for it.
class StoredRunDetails final : public RunDetails {
 public:
  [[nodiscard]] std::optional<std::string> why_no_timeline(const FigureRun& run) const override;
  void timelines(std::span<const FigureRun> runs, const TimelineLimits& limits, std::optional<int> jobs,
                 const Look& look) const override;
  [[nodiscard]] std::vector<NamedRoute> routes(const FigureRun& run) const override;

 private:
  [[nodiscard]] const RunTimelines& timelines_of(const FigureRun& run) const;
  [[nodiscard]] const StoredRun& stored(const FigureRun& run) const;

  mutable std::map<const ResultsFolder*, std::unique_ptr<RunTimelines>> timelines_;  ///< of those that were asked for
  /// By scenario and the pairs that exchange something: what else a run has makes no difference.
  using RoutesKey = std::tuple<const ResultsFolder*, std::string, std::vector<std::pair<int, int>>>;
  mutable std::map<RoutesKey, std::vector<NamedRoute>> routes_;
};

}  // namespace lowband
