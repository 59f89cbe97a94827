#include "sim/commands/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <thread>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/base/read_file.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/experiment/growth.hpp"
#include "sim/experiment/manifest.hpp"
#include "sim/experiment/shares_file.hpp"
#include "sim/experiment/warnings.hpp"
#include "sim/results/manifest_file.hpp"
#include "sim/results/replacement.hpp"
#include "sim/results/results_lock.hpp"
#include "sim/results/run_folder.hpp"
#include "sim/runs/plan.hpp"
#include "sim/runs/run_loop.hpp"
#include "sim/runs/shard.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// `--out`, or results/<experiment name>.
fs::path results_folder(const RunOptions& options, const Experiment& experiment) {
  if (!options.out) return fs::path("results") / folder_name(experiment.name);
  return out_folder(*options.out);
}

std::optional<std::string> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// Whether there is a trace of what is to be run. One that is damaged is told of, and counts as none.
bool has_whole_trace(const Recording& recording) {
  if (!fs::exists(recording.file)) return false;
  try {
    static_cast<void>(read_recording(recording));
    return true;
  } catch (const UsageError& error) {
    print_error(fmt::format("{}: it is trained again", error.what()));
    return false;
  }
}

constexpr auto remedy = "replace them with --overwrite, or name another folder with --out";

/// Adds the shares of each seed of `manifest`, and returns the file that tells of all.
FileContent complete_shares(const Experiment& experiment, const Data& data, const Json& manifest,
                            std::map<std::uint64_t, Shares>& shares) {
  for (const auto seed : seeds_of(manifest)) {
    if (!shares.contains(seed)) shares[seed] = experiment.split(data, seed);
  }
  return shares_file(data, shares);
}

/// Makes results that are in `out` those of `manifest`, too. Throws UsageError, with nothing changed, if they cannot be
/// gone on with. Returns those of `runs` that are still to be done.
std::vector<PlannedRun> grow_results(const fs::path& out, const Experiment& experiment, const Data& data,
                                     const Json& manifest, std::map<std::uint64_t, Shares> shares,
                                     const std::vector<PlannedRun>& runs) {
  const Json grown = grown_manifest(out, manifest, experiment.platform_files(), remedy);
  const FileContent file = complete_shares(experiment, data, grown, shares);
  const std::string there = read_file(out / file.name);
  if (!is_part_of(file, there)) refuse_to_grow(out, fmt::format("of an experiment with another {}", file.name), remedy);
  auto to_do = still_to_do(runs, out);
  // The manifest comes first: if this process is killed before the shares are there, the next one completes them.
  update_manifest(out, grown, folders_of(runs));
  if (there != file.content) write_whole(out / file.name, file.content);
  return to_do;
}

/// Begins results in `out` anew, in place of all that is there.
void begin_results(const fs::path& out, const Experiment& experiment, const Json& manifest, FileContent shares) {
  auto files = experiment.platform_files();
  files.push_back(std::move(shares));
  files.push_back({manifest_name, manifest.dump(2) + '\n'});
  replace_contents(out, files);
}

}  // namespace

DataFolders data_folders(const std::optional<fs::path>& data) {
  DataFolders folders;
  if (data) folders.push_back(*data);
  if (const auto folder = variable("LOWBAND_DATA"); folder && !folder->empty()) folders.emplace_back(*folder);
  folders.emplace_back("data");
  return folders;
}

int run_command(const RunOptions& options) {
  Experiment experiment(options.experiment);
  auto runs = plan(experiment);
  fs::path out = results_folder(options, experiment);
  if (options.shard) {
    const Shard shard = read_shard(*options.shard, variable);
    runs = runs_in(shard, runs);
    out /= shard.folder();
  }
  if (options.only != "*") runs = runs_matching(options.only, runs);
  // What cannot be gone on with is refused before anything takes time.
  const bool are_there = holds_results(out) && !options.overwrite;
  ResultsLock::refuse_if_held(out);
  if (experiment.dataset && are_there && !is_being_replaced(out)) {
    if (const auto seed = data_seed_of(read_manifest(out))) experiment.dataset->default_seed(*seed);
  }
  static_cast<void>(experiment.inspect_platform(options.jobs));
  const Data data = experiment.load_data(data_folders(options.data));
  experiment.settle();
  const Json manifest = make_manifest(experiment, data, folders_of(runs));
  std::map<std::uint64_t, Shares> shares;
  FileContent shares_of_all = complete_shares(experiment, data, manifest, shares);
  RunLoop loop({.quiet = options.quiet,
                .jobs = options.jobs,
                .iterations = experiment.training.iterations,
                .runs = runs.size(),
                .out = out,
                .remedy = options.overwrite ? "the same command without --overwrite does the rest"
                                            : "the same command does the rest"});
  const ResultsLock lock(out);
  auto to_do = runs;
  if (options.overwrite || !holds_results(out)) {
    begin_results(out, experiment, manifest, std::move(shares_of_all));
  } else {
    to_do = grow_results(out, experiment, data, manifest, shares, runs);
  }

  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = options.threads > 0 ? options.threads : cores;
  const auto at_a_time = static_cast<int>(std::min(to_do.size(), static_cast<std::size_t>(options.jobs)));
  const int threads_each = std::max(1, threads / std::max(1, at_a_time));
  if (!to_do.empty()) {
    for (const auto& note : data.notes) print_note(note);
    for (const auto& warning : platform_warnings_of(experiment)) print_warning(warning);
    for (const auto& warning : warnings_of(experiment, algorithms_of(runs), shares)) print_warning(warning);
  }
  loop.skip(runs.size() - to_do.size());
  for (const PlannedRun& run : to_do) discard_incomplete(out / run.folder);
  const auto trace_of = [&](const PlannedRun& run) -> std::optional<fs::path> {
    if (!options.replay || !experiment.is_timing_independent(run.trial.algorithm)) return std::nullopt;
    return recording_of(run, out, manifest).file;
  };
  const auto has_trace = [&](const PlannedRun& run) { return has_whole_trace(recording_of(run, out, manifest)); };
  loop.run(RunQueue(to_do, trace_of, has_trace), [&](const RunQueue::Step& step, SharedProgress& progress) {
    const PlannedRun& run = step.run;
    const Recording recording = recording_of(run, out, manifest);
    Trained trained = step.is_replayed
                          ? Trained{time_trial(experiment, run.trial, recording, progress)}
                          : train_trial(experiment, run.trial, data, shares.at(run.trial.seed), threads_each,
                                        step.trace ? std::optional(recording) : std::nullopt, progress);
    write_run(out / run.folder, trained.record, std::move(trained.timeline));
    return std::move(trained.record);
  });
  return loop.finish();
}

}  // namespace lowband
