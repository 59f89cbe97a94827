// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/results/whole_file.hpp"
#include "sim/runs/plan.hpp"

namespace lowband {

/// An experiment whose data are there, and whose methods are ready: all that its runs need.
struct PreparedResults {
  Data data;
  Json manifest;
  std::map<std::uint64_t, Shares> shares;  ///< by seed
  FileContent shares_file;                 ///< which tells of all
};

/// Looks at the platform, loads and splits the data. The manifest names `runs`, folders. `goes_on`: the results that
/// are in `out` decide the seed of the data. Throws UsageError.
[[nodiscard]] PreparedResults prepare_results(Experiment& experiment, const std::filesystem::path& out, bool goes_on,
                                              const DataFolders& folders, int jobs,
                                              const std::vector<std::string>& runs);

/// Begins results in `out` anew, in place of all that is there.
void begin_results(const std::filesystem::path& out, const Experiment& experiment, const PreparedResults& prepared);

/// Makes results that are in `out` those of this experiment, too. Throws UsageError, with nothing changed, if they
/// cannot be gone on with; it ends with `remedy`, what the user can do. Returns those of `runs` that are still to be
/// done.
[[nodiscard]] std::vector<PlannedRun> grow_results(const std::filesystem::path& out, const Experiment& experiment,
                                                   const PreparedResults& prepared, const std::vector<PlannedRun>& runs,
                                                   const std::string& remedy);

/// The folders where data sets are looked up: `--data`, `$LOWBAND_DATA`, `data/`.
[[nodiscard]] DataFolders data_folders(const std::optional<std::filesystem::path>& data);

}  // namespace lowband
