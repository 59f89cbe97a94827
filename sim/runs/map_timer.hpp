// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/map/contest.hpp"
#include "sim/report/map/network_grid.hpp"
#include "sim/runs/progress_line.hpp"
#include "sim/runs/trial.hpp"

namespace lowband {

/// What is recorded of an algorithm with one seed.
struct RecordedSeed {
  std::uint64_t seed = 1;
  Recording recording;
  std::optional<std::size_t> reached;  ///< the evaluation at which the target is reached; empty: it is not
};

/// What is recorded of an algorithm.
struct RecordedAlgorithm {
  const Algorithm& algorithm;
  std::string paradigm;
  std::vector<RecordedSeed> seeds;
};

/// A scenario whose links matching a pattern get what a point of a map says, after all other changes.
struct MappedScenario {
  Scenario scenario;
  std::string links;  ///< a shell pattern

  [[nodiscard]] Scenario at(const NetworkPoint& point) const;
};

/// Replays recorded runs at points of a map, each as far as the evaluation at which it reaches the target and in a
/// child of its own, with a line of progress.
class MapTimer {
 public:
  /// `jobs` children at a time.
  MapTimer(const Experiment& experiment, MappedScenario scenario, std::vector<RecordedAlgorithm> algorithms, int jobs,
           bool quiet);

  /// The times of all algorithms at each point. Throws UsageError if a trace is none.
  [[nodiscard]] std::vector<TargetTimes> times_at(std::span<const NetworkPoint> points) const;

 private:
  const Experiment& experiment_;
  MappedScenario scenario_;
  std::vector<RecordedAlgorithm> algorithms_;
  int jobs_;
  ProgressLine progress_;
};

}  // namespace lowband
