// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/results_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/notice.hpp"
#include "sim/base/read_file.hpp"
#include "sim/experiment/growth.hpp"
#include "sim/experiment/manifest.hpp"
#include "sim/results/internal_names.hpp"
#include "sim/results/manifest_file.hpp"
#include "sim/results/partial.hpp"
#include "sim/results/replacement.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// The manifest of results that are to grow, with all that this takes.
Json manifest_in(const fs::path& folder) {
  Json manifest = read_manifest(folder);
  check_can_grow(manifest, Place((folder / manifest_name).string()));
  return manifest;
}

/// Whether the complete run in `folder` is one that the experiment of `manifest` has.
bool belongs_to(const Json& manifest, const fs::path& folder) {
  if (fault_of_run(folder)) return false;
  const Json runs = runs_of(manifest);
  const Json name = folder.filename().string();
  if (std::find(runs.begin(), runs.end(), name) == runs.end()) return false;
  const Json summary = read_json_file((folder / summary_name).string());
  return summary["parameters"] == manifest["parameters"] && summary["workers"] == manifest["experiment"]["workers"];
}

}  // namespace

fs::path out_folder(const fs::path& out) {
  if (out.empty()) throw UsageError("--out: expected the name of a folder, found nothing");
  return without_slash(out.lexically_normal());
}

bool holds_results(const fs::path& folder) {
  if (!fs::exists(folder)) {
    if (!fs::is_symlink(folder)) return false;
    throw UsageError(fmt::format("{}: expected a folder for the results, found a symbolic link to nothing that exists",
                                 folder.string()));
  }
  if (!fs::is_directory(folder)) {
    throw UsageError(fmt::format("{}: expected a folder for the results, found a file", folder.string()));
  }
  if (is_being_replaced(folder)) return true;
  const bool is_empty = std::all_of(fs::directory_iterator(folder), fs::directory_iterator(), [](const auto& entry) {
    const fs::path name = entry.path().filename();
    return internal_names::is_internal(name.string()) || is_of_file_system(name);
  });
  if (is_empty) return false;
  const fs::path file = folder / manifest_name;
  const Json manifest = fs::is_regular_file(file) ? read_json_file(file.string()) : Json();
  if (!manifest.is_object() || !manifest.contains("lowband")) {
    throw UsageError(
        fmt::format("{}: expected a new folder for the results, found one that holds something else: "
                    "name another with --out",
                    folder.string()));
  }
  return true;
}

void refuse_to_grow(const fs::path& folder, const std::string& what, const std::string& remedy) {
  throw UsageError(fmt::format("{}: results exist already, {}: {}", folder.string(), what, remedy));
}

Json grown_manifest(const fs::path& folder, const Json& manifest, const std::vector<FileContent>& unchanged,
                    const std::string& remedy) {
  const Json there = manifest_in(folder);
  if (const auto what = difference(there, manifest)) refuse_to_grow(folder, *what, remedy);
  for (const auto& file : unchanged) {
    if (read_file(folder / file.name) == file.content) continue;
    refuse_to_grow(folder, fmt::format("of an experiment with another {}", file.name), remedy);
  }
  return with_all_of(manifest, there);
}

void update_manifest(const fs::path& folder, const Json& manifest, const std::vector<std::string>& runs) {
  const Json there = manifest_in(folder);
  Json all = there["runs"];
  for (const auto& run : runs) all.push_back(run);
  for (const auto& name : unlisted_runs(folder, all)) {
    if (belongs_to(manifest, folder / name)) {
      all.push_back(name);
    } else {
      print_error(fmt::format("{}: left alone: not a run of this experiment", (folder / name).string()));
    }
  }
  const Json updated = with_runs(manifest, all);
  if (updated != there) write_whole(folder / manifest_name, updated.dump(2) + '\n');
}

void discard_incomplete(const fs::path& folder) {
  if (!fs::exists(folder)) return;
  const std::string fault = fault_of_run(folder).value_or("it was to be done");
  print_error(fmt::format("{}: incomplete, done again: {}", folder.string(), fault));
  discard(folder);
}

}  // namespace lowband
