// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <list>
#include <optional>
#include <set>
#include <vector>

#include "sim/runs/plan.hpp"

namespace lowband {

/// The runs that are still to come, in their order: trainings, and timings, which depend on the trace that a training
/// writes. A run that finds its trace is timed; one that finds none is trained, unless a run that goes on writes that
/// trace: then it waits for it. So each is trained once, whatever else goes on at the same time.
class RunQueue {
 public:
  /// Where the trace of a run is, or is to be; nothing: it has none, and is trained in any case.
  using TraceOf = std::function<std::optional<std::filesystem::path>(const PlannedRun&)>;

  struct Step {
    PlannedRun run;
    bool is_replayed = false;
    std::optional<std::filesystem::path> trace;  ///< that it reads or writes
  };

  /// `has_trace` tells whether that of a run is there, whole.
  RunQueue(const std::vector<PlannedRun>& runs, const TraceOf& trace_of,
           std::function<bool(const PlannedRun&)> has_trace);

  /// The next run that may begin; nothing if there is none, or all wait for others.
  [[nodiscard]] std::optional<Step> next();
  /// A run that next() has returned is over, well or not.
  void ended(const Step& step);
  /// How many have not begun.
  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }

 private:
  std::list<Step> waiting_;
  std::function<bool(const PlannedRun&)> has_trace_;
  std::set<std::filesystem::path> being_written_;
};

}  // namespace lowband
