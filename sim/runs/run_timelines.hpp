// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/results/results_folder.hpp"
#include "sim/runs/plan.hpp"
#include "sim/timeline/timeline.hpp"
#include "sim/timeline/why.hpp"

namespace lowband {

/// A run that results hold.
struct StoredRun {
  std::string folder;
  std::string algorithm;
  std::string scenario;
  std::uint64_t seed = 1;

  /// "ALGORITHM@SCENARIO@seedN": what it is called on the command line.
  [[nodiscard]] std::string name() const;
};

/// The timelines of the runs in a results folder. A run that was trained without a trace, and kept its timeline, is
/// read; of any other the trace is replayed, which takes about as long as `lowband retime` does.
class RunTimelines {
 public:
  /// Throws UsageError if the folder holds no results.
  explicit RunTimelines(std::filesystem::path dir);
  /// Of results that have been read, and so are known to be whole.
  explicit RunTimelines(const ResultsFolder& results);

  /// The runs that are there, whole, scenario by scenario.
  [[nodiscard]] const std::vector<StoredRun>& runs() const noexcept { return runs_; }
  /// The run whose name(), or folder, matches `pattern`, a shell pattern. Throws UsageError with the candidates if none
  /// does, or several do.
  [[nodiscard]] const StoredRun& run_matching(const std::string& pattern) const;

  [[nodiscard]] const Experiment& experiment() const noexcept { return experiment_; }
  /// The algorithm of a run, as the experiment has it.
  [[nodiscard]] const Algorithm& algorithm_of(const StoredRun& run) const;

  /// Whether all workers of a run wait for each other again and again.
  [[nodiscard]] Pace pace_of(const StoredRun& run) const;

  /// Why there is no timeline of a run; nothing if there is one.
  [[nodiscard]] std::optional<std::string> why_none(const StoredRun& run) const;
  /// What `look` makes of the timeline of a run; each on its own, in child processes, which it takes to simulate,
  /// `jobs` at a time. Throws UsageError if one has no timeline, or its trace is damaged.
  using Look = std::function<std::string(const StoredRun&, const Timeline&)>;
  [[nodiscard]] std::vector<std::string> look(const std::vector<StoredRun>& runs, const TimelineLimits& limits,
                                              const Look& look, int jobs) const;
  /// The timeline of a run itself.
  [[nodiscard]] Timeline timeline_of(const StoredRun& run, const TimelineLimits& limits) const;
  /// Why runs took as long as they did.
  [[nodiscard]] std::vector<Why> why(const std::vector<StoredRun>& runs, int jobs) const;

 private:
  /// Whether a run of the manifest is there, whole.
  using IsWhole = std::function<bool(const StoredRun&)>;
  RunTimelines(std::filesystem::path dir, Json manifest, const IsWhole& is_whole);
  /// In a process that has not simulated before.
  [[nodiscard]] Timeline made(const StoredRun& run, const TimelineLimits& limits) const;
  [[nodiscard]] std::filesystem::path kept(const StoredRun& run) const;
  /// The run as it can be simulated; null if its scenario has a platform file of its own, of which results have no
  /// copy.
  [[nodiscard]] const PlannedRun* planned(const StoredRun& run) const;

  std::filesystem::path dir_;
  Json manifest_;
  Experiment experiment_;
  std::vector<StoredRun> runs_;
  std::vector<PlannedRun> planned_;
};

}  // namespace lowband
