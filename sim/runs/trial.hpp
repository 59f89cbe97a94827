// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/results/run_record.hpp"
#include "sim/runs/recorded.hpp"
#include "sim/runs/shared_progress.hpp"
#include "sim/timeline/timeline.hpp"

namespace lowband {

/// One run of an experiment: an algorithm in a scenario with a seed.
struct Trial {
  const Algorithm& algorithm;
  std::string paradigm;
  const Scenario& scenario;
  std::uint64_t seed = 1;
};

/// Where a trial's trace goes, and what it is to be known by.
struct Recording {
  std::filesystem::path file;
  Json learning;  ///< learning_of() this trial
  int nodes = 0;  ///< of whom it tells
};

/// Reads the trace of `recording` from the first byte to the last. Throws UsageError if the file is no trace, is
/// damaged, or is one of something else than this trial.
[[nodiscard]] Recorded read_recording(const Recording& recording);

/// What training leaves.
struct Trained {
  RunRecord record;
  std::string timeline{};  ///< its bytes; "": it is not kept
};

/// Trains: runs `trial` in full, in this process, which must not have run one before; nothing is computed of a model
/// that is not trained. The experiment's model is bound to `data`. A run that does not diverge is recorded, if asked
/// for; one that diverges ends all workers at a moment that depends on the network, and has no trace. A run without a
/// trace keeps its timeline, if the experiment asks for that. `evaluated` is told of all evaluations so far after each
/// of them; it may wait, and changes nothing.
[[nodiscard]] Trained train_trial(const Experiment& experiment, const Trial& trial, const Data& data,
                                  const Shares& shares, int threads, const std::optional<Recording>& recording,
                                  SharedProgress& progress,
                                  const std::function<void(const std::vector<MetricsRow>&)>& evaluated = {});

/// Times: replays what `recording` holds under the trial's scenario, in this process, which must not have run a trial
/// before. The record is that of train_trial() but for its timing, bit for bit. Throws UsageError if the file is no
/// trace, or one of something else than this trial.
[[nodiscard]] RunRecord time_trial(const Experiment& experiment, const Trial& trial, const Recording& recording,
                                   SharedProgress& progress);

/// The timeline of time_trial(), likewise.
[[nodiscard]] Timeline timeline_of_trial(const Experiment& experiment, const Trial& trial, const Recording& recording,
                                         const TimelineLimits& limits);
/// When the evaluation of this index is made: the simulated seconds that time_trial() tells of it, bit for bit, but the
/// replay ends there. Likewise in this process, and throws likewise.
[[nodiscard]] double time_evaluation(const Experiment& experiment, const Trial& trial, const Recording& recording,
                                     std::size_t evaluation);

}  // namespace lowband
