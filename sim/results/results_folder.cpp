#include "sim/results/results_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/results/internal_names.hpp"
#include "sim/results/replacement.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace fs = std::filesystem;

std::vector<std::string> unlisted_runs(const fs::path& folder, const Json& runs) {
  std::vector<std::string> unlisted;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error); entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool is_run = !internal_names::is_internal(name) && fs::exists(entry->path() / "summary.json", error);
    if (is_run && std::find(runs.begin(), runs.end(), name) == runs.end()) unlisted.push_back(name);
  }
  std::sort(unlisted.begin(), unlisted.end());
  return unlisted;
}

ResultsFolder read_results(const fs::path& folder) {
  const fs::path file = folder / "manifest.json";
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    throw UsageError(fmt::format("{}: expected a results folder, found {}", folder.string(),
                                 fs::exists(folder, ignored) ? "a file" : "nothing of this name"));
  }
  if (is_being_replaced(folder)) {
    throw UsageError(
        fmt::format("{}: its results are being replaced: if no process does that any more, the same \"lowband run\", "
                    "without --overwrite, goes on with it",
                    folder.string()));
  }
  if (!fs::exists(file, ignored)) {
    throw UsageError(fmt::format("{}: expected a results folder, found no manifest.json in it", folder.string()));
  }
  ResultsFolder results{folder, read_json_file(file.string()), {}, {}};
  const Place place(file.string());
  if (!results.manifest.is_object() || !results.manifest.contains("lowband")) {
    place.fail("expected a manifest of lowband, found no key \"lowband\"");
  }
  if (!results.manifest.contains("runs")) place.fail("the key \"runs\" is missing");
  const Json& runs = results.manifest.at("runs");
  if (!runs.is_array()) (place / "runs").expected("a list of folder names", runs);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].is_string()) (place / "runs" / i).expected("the name of a folder", runs[i]);
    const auto name = runs[i].get<std::string>();
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
