// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/figures/named_route.hpp"
#include "sim/results/results_folder.hpp"
#include "sim/timeline/timeline.hpp"

namespace lowband {

/// A run that a figure shows.
struct FigureRun {
  const ResultsFolder* results = nullptr;
  const RunRecord* record = nullptr;
  std::string algorithm;  ///< what it is called: RunGroup::label
};

/// What figures can show of runs beyond the files of results. It takes replays of traces and a look at platforms, which
/// are for rooms above this one.
class RunDetails {
 public:
  virtual ~RunDetails() = default;

  /// Why there is no timeline of a run; nothing if there is one.
  [[nodiscard]] virtual std::optional<std::string> why_no_timeline(const FigureRun& run) const = 0;
  /// Has `look` look at the timelines of runs that have one, each with its index, in their order, made `jobs` at a
  /// time, so that no more need be in memory; as many as there are cores without a number.
  using Look = std::function<void(std::size_t, Timeline)>;
  virtual void timelines(std::span<const FigureRun> runs, const TimelineLimits& limits, std::optional<int> jobs,
                         const Look& look) const = 0;

  /// The routes between nodes of a run: of those that exchanged something, and of others, which show where links meet.
  /// None where the platform cannot be looked at.
  [[nodiscard]] virtual std::vector<NamedRoute> routes(const FigureRun& run) const = 0;
};

}  // namespace lowband
