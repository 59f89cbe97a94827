// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace lowband {

/// `lowband merge DIR... --out DIR`
struct MergeOptions {
  std::vector<std::filesystem::path> dirs;  ///< results of the shards of one experiment
  std::filesystem::path out;                ///< a folder that is not there yet, or is empty
};

/// Makes one results folder of those of all shards, as if their runs had been made in one; it appears whole or not at
/// all. Throws UsageError if they are not of the same experiment, if a run is in two of them, in none, or incomplete.
int merge_command(const MergeOptions& options);

}  // namespace lowband
