// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lowband {

/// `lowband run EXPERIMENT.json [--out DIR] [--data DIR] [--threads N] [--jobs N] [--only 'ALGORITHM@SCENARIO']
/// [--overwrite] [--shard I/N]
/// [--no-replay] [--quiet]`
struct RunOptions {
  std::string experiment;
  std::optional<std::filesystem::path> out;   ///< else results/<experiment name>
  std::optional<std::filesystem::path> data;  ///< looked into first
  int threads = 0;                            ///< of all jobs together; 0: as many as the machine has cores
  int jobs = 1;                               ///< runs at a time
  std::string only = "*";                     ///< a shell pattern of ALGORITHM@SCENARIO, with or without @seedN
  std::optional<std::string>
      shard;  ///< "I/N" or "auto": only this share of the runs, into a folder of its own below `out`
  bool overwrite = false;
  bool replay = true;  ///< train once per algorithm and seed, and time what was recorded in all other scenarios
  bool quiet = false;
};

/// Runs the experiment; each run in a process of its own. Goes on with results of the same experiment that are there:
/// what is missing, incomplete or damaged is done again. Returns 0, or 1 if a run failed; what was done is kept.
/// Throws UsageError, with nothing written if the input is bad or another process writes there; Interrupted.
int run_command(const RunOptions& options);

}  // namespace lowband
