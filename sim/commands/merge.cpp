// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/merge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/experiment/manifest.hpp"
#include "sim/results/internal_names.hpp"
#include "sim/results/manifest_file.hpp"
#include "sim/results/partial.hpp"
#include "sim/results/results_lock.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// What of the shards becomes what in the merged folder: by its path there, the file or run that it is a copy of.
using Sources = std::map<fs::path, fs::path>;

Json manifest_of(const fs::path& dir) {
  ResultsLock::refuse_if_held(dir);
  return read_manifest(dir);
}

void check_same(const Json& first, Json other, const fs::path& first_dir, const fs::path& dir) {
  Json expected = first;
  expected.erase("runs");
  other.erase("runs");
  if (expected == other) return;
  throw UsageError(fmt::format("{}: results of another experiment than {}: it differs in {}", dir.string(),
                               first_dir.string(), Json::diff(expected, other)[0]["path"].get<std::string>()));
}

/// A file that all shards have: it must be the same in all of them.
void add_common(Sources& sources, const fs::path& name, const fs::path& file) {
  const auto [found, is_new] = sources.emplace(name, file);
  if (is_new || read_file(found->second) == read_file(file)) return;
  throw UsageError(fmt::format("{}: differs from {}", file.string(), found->second.string()));
}

/// What one shard only can have.
void add_own(Sources& sources, const fs::path& name, const fs::path& source) {
  const auto [found, is_new] = sources.emplace(name, source);
  if (is_new) return;
  throw UsageError(fmt::format("{}: is in {}, too", source.string(), found->second.parent_path().string()));
}

void add_all(Sources& sources, const fs::path& dir, const Json& manifest) {
  for (const auto& entry : fs::directory_iterator(dir)) {
    const fs::path name = entry.path().filename();
    if (!entry.is_regular_file() || name == manifest_name || internal_names::is_internal(name.string())) continue;
    add_common(sources, name, entry.path());
  }
  for (const auto& run : manifest.at("runs")) {
    const fs::path folder = dir / run.get<std::string>();
    const auto fault = fs::exists(folder) ? fault_of_run(folder) : std::optional<std::string>("it is missing");
    if (fault) throw UsageError(fmt::format("{}: not done: {}", folder.string(), *fault));
    add_own(sources, folder.filename(), folder);
  }
  if (!fs::exists(dir / traces_name)) return;
  for (const auto& entry : fs::directory_iterator(dir / traces_name)) {
    if (internal_names::is_internal(entry.path().filename().string())) continue;
    add_own(sources, fs::path(traces_name) / entry.path().filename(), entry.path());
  }
}

void copy_all(const Sources& sources, const fs::path& folder) {
  try {
    for (const auto& [name, source] : sources) {
      fs::create_directories((folder / name).parent_path());
      fs::copy(source, folder / name, fs::copy_options::recursive);
    }
  } catch (const fs::filesystem_error& error) {
    throw UsageError(fmt::format("{}: cannot be copied: {}", error.path1().string(), error.code().message()));
  }
}

}  // namespace

int merge_command(const MergeOptions& options) {
  const fs::path out = out_folder(options.out);
  if (fs::exists(out) && !(fs::is_directory(out) && fs::is_empty(out))) {
    throw UsageError(fmt::format("--out: expected a new folder, but {} exists", out.string()));
  }
  const fs::path& first_dir = options.dirs.front();
  Json manifest = manifest_of(first_dir);
  Sources sources;
  Json runs = Json::array();
  for (const auto& dir : options.dirs) {
    const Json shard = manifest_of(dir);
    check_same(manifest, shard, first_dir, dir);
    add_all(sources, dir, shard);
    for (const auto& run : shard.at("runs")) runs.push_back(run);
  }
  std::vector<std::string> missing;
  for (const auto& run : runs_of(manifest)) {
    if (std::find(runs.begin(), runs.end(), run) == runs.end()) missing.push_back(run.get<std::string>());
  }
  if (!missing.empty()) {
    throw UsageError(
        fmt::format("no shard has the run{} {}", missing.size() == 1 ? "" : "s", fmt::join(missing, ", ")));
  }
  Partial merged(out, Partial::Kind::folder);
  copy_all(sources, merged.path());
  write_whole(merged.path() / manifest_name, with_runs(std::move(manifest), runs).dump(2) + '\n');
  merged.become_target();
  fmt::print("{} runs of {} folder{}: {}\n", runs.size(), options.dirs.size(), options.dirs.size() == 1 ? "" : "s",
             out.string());
  return 0;
}

}  // namespace lowband
