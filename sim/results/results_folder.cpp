// SPDX-License-Identifier: Apache-2.0
#include "sim/results/results_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "sim/results/internal_names.hpp"
#include "sim/results/manifest_file.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace fs = std::filesystem;

std::vector<std::string> unlisted_runs(const fs::path& folder, const Json& runs) {
  std::vector<std::string> unlisted;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error); entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool is_run = !internal_names::is_internal(name) && fs::exists(entry->path() / summary_name, error);
    if (is_run && std::find(runs.begin(), runs.end(), name) == runs.end()) unlisted.push_back(name);
  }
  std::sort(unlisted.begin(), unlisted.end());
  return unlisted;
}

ResultsFolder read_results(const fs::path& folder) {
  ResultsFolder results{folder, read_manifest(folder), {}, {}};
  const Json& runs = results.manifest.at("runs");
  std::error_code ignored;
  for (const auto& run : runs) {
    const auto name = run.get<std::string>();
    const bool is_there = fs::is_directory(folder / name, ignored);
    const auto fault = is_there ? fault_of_run(folder / name) : std::nullopt;
    if (is_there && !fault) {
      results.runs.push_back(read_run(folder / name));
    } else {
      results.missing.push_back(name);
    }
    if (fault) {
      results.remarks.push_back(
          fmt::format("{}: incomplete, left out: {}; \"lowband run\" does it again", (folder / name).string(), *fault));
    }
  }
  for (const auto& name : unlisted_runs(folder, runs)) {
    results.remarks.push_back(
        fmt::format("{}: left out: a run that the manifest does not name", (folder / name).string()));
  }
  return results;
}

}  // namespace lowband
