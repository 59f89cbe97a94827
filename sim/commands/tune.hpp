// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace lowband {

/// `lowband tune EXPERIMENT.json --by time|bytes|loss [--scenario NAME] [--eta N] [--memory SIZE] [--out DIR]
/// [--data DIR] [--threads N] [--jobs N] [--quiet]`
struct TuneOptions {
  std::string experiment;
  std::string by;                             ///< one of tune_by_names()
  std::optional<std::string> scenario;        ///< else the first
  std::size_t eta = 3;                        ///< the best 1/eta of the candidates go on from each rung
  std::optional<std::string> memory;          ///< that runs which wait may take together; else half of what is free
  std::optional<std::filesystem::path> out;   ///< else results/<experiment name>-tune
  std::optional<std::filesystem::path> data;  ///< looked into first
  int threads = 0;                            ///< of all jobs together; 0: as many as the machine has cores
  int jobs = 1;                               ///< runs at a time
  bool quiet = false;
};

/// Finds the best of the algorithms that each entry with a sweep makes, by successive halving (halving.hpp). Those that
/// come to the end leave ordinary results. Goes on with what is there. Returns 0, or 1 if a run failed. Throws
/// UsageError, with nothing written if the input is bad or another process writes there; Interrupted.
int tune_command(const TuneOptions& options);

}  // namespace lowband
