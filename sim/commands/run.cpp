#include "sim/commands/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <thread>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/notice.hpp"
#include "sim/commands/planned_run.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/commands/run_loop.hpp"
#include "sim/experiment/manifest.hpp"
#include "sim/experiment/shares_file.hpp"
#include "sim/results/replacement.hpp"
#include "sim/results/results_lock.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// `--out`, without a trailing slash, or results/<experiment name>.
fs::path results_folder(const RunOptions& options, const Experiment& experiment) {
  if (!options.out) return fs::path("results") / folder_name(experiment.name);
  const fs::path out = options.out->lexically_normal();
  if (out.empty()) throw UsageError("--out: expected the name of a folder, found nothing");
  return out.has_filename() ? out : out.parent_path();
}

/// Whether there is a trace of what is to be run. One that is damaged is told of, and counts as none.
bool has_whole_trace(const Recording& recording, int workers) {
  if (!fs::exists(recording.file)) return false;
  try {
    check_recording(recording, workers);
    return true;
  } catch (const UsageError& error) {
    print_error(fmt::format("{}: it is trained again", error.what()));
    return false;
  }
}

/// Makes `out` ready for `runs`: goes on with what is there, or begins anew with the manifest and `files`. Returns the
/// runs that are still to be done. Throws UsageError, with nothing changed, if what is there cannot be gone on with.
std::vector<PlannedRun> prepare_results(const fs::path& out, bool overwrite, const Json& manifest,
                                        std::vector<FileContent> files, const std::vector<PlannedRun>& runs) {
  if (overwrite || !holds_results(out)) {
    files.push_back({"manifest.json", manifest.dump(2) + '\n'});
    replace_contents(out, files);
    return runs;
  }
  check_same_experiment(out, manifest, files, "replace them with --overwrite, or name another folder with --out");
  auto to_do = still_to_do(runs, out);
  const Json there = read_json_file((out / "manifest.json").string());
  update_manifest(out, with_scenarios_of(manifest, there), folders_of(runs));
  return to_do;
}

}  // namespace

DataFolders data_folders(const std::optional<fs::path>& data) {
  DataFolders folders;
  if (data) folders.push_back(*data);
  if (const char* variable = std::getenv("LOWBAND_DATA"); variable != nullptr && *variable != '\0') {
    folders.emplace_back(variable);
  }
  folders.emplace_back("data");
  return folders;
}

int run_command(const RunOptions& options) {
  Experiment experiment(options.experiment);
  const auto runs = plan(experiment, options.only);
  const fs::path out = results_folder(options, experiment);
  static_cast<void>(holds_results(out));  // what else is there is refused before anything takes time
  ResultsLock::refuse_if_held(out);
  static_cast<void>(experiment.inspect_platform());
  const Data data = experiment.load_data(data_folders(options.data));
  experiment.settle();
  std::map<std::uint64_t, Shares> shares;
  for (const auto seed : experiment.seeds()) shares[seed] = experiment.split(data, seed);

  const Json manifest = make_manifest(experiment, data, folders_of(runs));
  RunLoop loop(
      options.quiet, experiment.training.iterations, runs.size(), out,
      options.overwrite ? "the same command without --overwrite does the rest" : "the same command does the rest");
  const ResultsLock lock(out);
  auto files = experiment.platform_files();
  files.push_back(shares_file(data, shares));
  const auto to_do = prepare_results(out, options.overwrite, manifest, files, runs);

  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = options.threads > 0 ? options.threads : cores;
  if (!to_do.empty()) {
    for (const auto& note : data.notes) print_note(note);
    for (const auto& warning : experiment.platform_warnings()) print_warning(warning);
    for (const auto& warning : experiment.warnings(algorithms_of(runs))) print_warning(warning);
  }
  loop.skip(runs.size() - to_do.size());
  for (const PlannedRun& run : to_do) {
    const Recording recording = recording_of(run, out, manifest);
    const bool may_replay = options.replay && run.trial.algorithm.is_timing_independent();
    const bool replays = may_replay && has_whole_trace(recording, experiment.workers);
    discard_incomplete(out / run.folder);
    loop.run(run.folder, [&](Progress& progress) {
      const RunRecord record = replays ? time_trial(experiment, run.trial, recording, progress)
                                       : train_trial(experiment, run.trial, data, shares.at(run.trial.seed), threads,
                                                     may_replay ? std::optional(recording) : std::nullopt, progress);
      write_run(out / run.folder, record);
      return record;
    });
  }
  return loop.finish();
}

}  // namespace lowband
