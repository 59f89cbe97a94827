// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/prepared_results.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "sim/base/read_file.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/experiment/growth.hpp"
#include "sim/experiment/loaded_data.hpp"
#include "sim/experiment/manifest.hpp"
#include "sim/experiment/shares_file.hpp"
#include "sim/results/manifest_file.hpp"
#include "sim/results/replacement.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// Adds the shares of each seed of `manifest`, and returns the file that tells of all.
FileContent complete_shares(const Experiment& experiment, const Data& data, const Json& manifest,
                            std::map<std::uint64_t, Shares>& shares) {
  for (const auto seed : seeds_of(manifest)) {
    if (!shares.contains(seed)) shares[seed] = experiment.split(data, seed);
  }
  return shares_file(data, shares);
}

}  // namespace

PreparedResults prepare_results(Experiment& experiment, const fs::path& out, bool goes_on, const DataFolders& folders,
                                int jobs, const std::vector<std::string>& runs) {
  if (experiment.dataset && goes_on && !is_being_replaced(out)) {
    if (const auto seed = data_seed_of(read_manifest(out))) experiment.dataset->default_seed(*seed);
  }
  static_cast<void>(experiment.inspect_platform(jobs));
  PreparedResults prepared;
  LoadedData loaded = load(experiment, folders);
  prepared.data = std::move(loaded.data);
  prepared.shares = std::move(loaded.shares);
  prepared.manifest = make_manifest(experiment, prepared.data, runs);
  prepared.shares_file = complete_shares(experiment, prepared.data, prepared.manifest, prepared.shares);
  return prepared;
}

void begin_results(const fs::path& out, const Experiment& experiment, const PreparedResults& prepared) {
  auto files = experiment.platform_files();
  files.push_back(prepared.shares_file);
  files.push_back({manifest_name, prepared.manifest.dump(2) + '\n'});
  replace_contents(out, files);
}

std::vector<PlannedRun> grow_results(const fs::path& out, const Experiment& experiment, const PreparedResults& prepared,
                                     const std::vector<PlannedRun>& runs, const std::string& remedy) {
  const Json grown = grown_manifest(out, prepared.manifest, experiment.platform_files(), remedy);
  auto shares = prepared.shares;
  const FileContent file = complete_shares(experiment, prepared.data, grown, shares);
  const std::string there = read_file(out / file.name);
  if (!is_part_of(file, there)) refuse_to_grow(out, fmt::format("of an experiment with another {}", file.name), remedy);
  auto to_do = still_to_do(runs, out);
  // The manifest comes first: if this process is killed before the shares are there, the next one completes them.
  update_manifest(out, grown, folders_of(runs));
  if (there != file.content) write_whole(out / file.name, file.content);
  return to_do;
}

DataFolders data_folders(const std::optional<fs::path>& data) {
  DataFolders folders;
  if (data) folders.push_back(*data);
  const char* const variable = std::getenv("LOWBAND_DATA");
  if (variable != nullptr && *variable != '\0') folders.emplace_back(variable);
  folders.emplace_back("data");
  return folders;
}

}  // namespace lowband
