#include "sim/commands/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <thread>

#include "sim/base/error.hpp"
#include "sim/commands/planned_run.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/commands/run_loop.hpp"
#include "sim/experiment/manifest.hpp"
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
  const bool goes_on = holds_results(out) && !options.overwrite;
  static_cast<void>(experiment.inspect_platform());
  const Data data = experiment.load_data(data_folders(options.data));
  std::map<std::uint64_t, Shares> shares;
  for (const auto seed : experiment.seeds()) shares[seed] = experiment.split(data, seed);

  const Json manifest = make_manifest(experiment, data, folders_of(runs));
  const std::vector<FileContent> platform = {experiment.platform_copy()};
  if (goes_on) {
    continue_results(out, manifest, platform, "replace them with --overwrite, or name another folder with --out");
  } else {
    begin_results(out, {{"manifest.json", manifest.dump(2) + '\n'}, platform.front()});
  }

  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = options.threads > 0 ? options.threads : cores;
  for (const auto& note : data.notes) fmt::print(stderr, "lowband: note: {}\n", note);
  for (const auto& warning : experiment.warnings()) fmt::print(stderr, "lowband: warning: {}\n", warning);
  RunLoop loop(options.quiet, experiment.training.iterations, runs.size());
  for (const PlannedRun& run : runs) {
    if (fs::exists(out / run.folder)) {
      loop.skip();
      continue;
    }
    const Recording recording = recording_of(run, out, manifest);
    const bool may_replay = options.replay && run.trial.algorithm.is_timing_independent();
    loop.run(run.folder, [&](Progress& progress) {
      const RunRecord record = may_replay && fs::exists(recording.file)
                                   ? time_trial(experiment, run.trial, recording, progress)
                                   : train_trial(experiment, run.trial, data, shares.at(run.trial.seed), threads,
                                                 may_replay ? std::optional(recording) : std::nullopt, progress);
      write_run(out / run.folder, record);
      return record;
    });
  }
  remove_unfinished(out);
  return loop.finish(out);
}

}  // namespace lowband
