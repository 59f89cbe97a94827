// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/results/run_record.hpp"

namespace lowband {

/// An experiment's results: the manifest and every finished run, in the manifest's order ("runs": folder names).
struct ResultsFolder {
  std::filesystem::path path;
  Json manifest;
  std::vector<RunRecord> runs;
  std::vector<std::string> missing;    ///< folders that the manifest names and that are not there, or incomplete
  std::vector<std::string> remarks{};  ///< a line for each incomplete run, and each that the manifest does not name
};

/// The folders of runs in `folder` that `runs`, names, does not have; by name.
[[nodiscard]] std::vector<std::string> unlisted_runs(const std::filesystem::path& folder, const Json& runs);

/// Reads what `lowband run` wrote, finished or not. Throws UsageError as read_manifest() does.
[[nodiscard]] ResultsFolder read_results(const std::filesystem::path& folder);

}  // namespace lowband
