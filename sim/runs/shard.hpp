// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/runs/plan.hpp"

namespace lowband {

/// A share of an experiment's runs, for one of several machines. All runs of an algorithm with a seed are in one shard,
/// so a trace is read where it was written.
struct Shard {
  int index = 0;  ///< in [0, count)
  int count = 1;

  /// "shard-0-of-4", the folder of its results.
  [[nodiscard]] std::string folder() const;
};

/// A variable of the environment; nothing if it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// From "0/4", or from "auto": then of the variables that Slurm sets for the tasks of a job array, or those that it or
/// Open MPI sets for the processes of a job. Throws UsageError "--shard: ...".
[[nodiscard]] Shard read_shard(const std::string& text, const Environment& environment);

/// Those of `all` the experiment's runs that are in `shard`: the first algorithm and seed in the first one, and so on
/// in turn.
[[nodiscard]] std::vector<PlannedRun> runs_in(const Shard& shard, const std::vector<PlannedRun>& all);

}  // namespace lowband
