// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/report/map/contest.hpp"
#include "sim/results/results_folder.hpp"
#include "sim/results/target.hpp"
#include "sim/runs/map_timer.hpp"

namespace lowband {

/// Who may take part in a map.
struct Entry {
  std::string only = "*";               ///< a shell pattern of those that compete
  std::optional<std::string> baseline;  ///< that takes part in any case; empty: there is none
};

/// The algorithms of a map, both as data and as traces, in the same order.
struct TracedContest {
  Contest contest;
  std::vector<RecordedAlgorithm> algorithms;
  std::vector<std::string> left_out;  ///< who has no trace of each seed, and why: "\"ring\" with seed 1: it ..."
};

/// The algorithms of `experiment`, that of `results` with one scenario, which `entry` lets in and which have a trace of
/// each seed; what they reach of `target`, or without a target the end of the training, is read from these. Throws
/// UsageError if the pattern of `entry` matches none, or a trace is damaged.
[[nodiscard]] TracedContest contest_of_traces(const Experiment& experiment, const ResultsFolder& results,
                                              const TargetRule& target, const Entry& entry);

}  // namespace lowband
