// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/run.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/commands/prepared_results.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/experiment/warnings.hpp"
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

constexpr auto if_others_are_there = "replace them with --overwrite, or name another folder with --out";

}  // namespace

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
  const PreparedResults prepared =
      prepare_results(experiment, out, are_there, data_folders(options.data), options.jobs, folders_of(runs));
  const Json& manifest = prepared.manifest;
  RunLoop loop({.quiet = options.quiet,
                .jobs = options.jobs,
                .iterations = experiment.training.iterations,
                .runs = runs.size(),
                .out = out,
                .remedy = options.overwrite ? "run the same command without --overwrite for the rest"
                                            : "run the same command again for the rest"});
  const ResultsLock lock(out);
  auto to_do = runs;
  if (options.overwrite || !holds_results(out)) {
    begin_results(out, experiment, prepared);
  } else {
    to_do = grow_results(out, experiment, prepared, runs, if_others_are_there);
  }

  const int threads = threads_each(options.threads, options.jobs, to_do.size());
  if (!to_do.empty()) {
    for (const auto& note : prepared.data.notes) print_note(note);
    for (const auto& warning : platform_warnings_of(experiment)) print_warning(warning);
    for (const auto& warning : warnings_of(experiment, algorithms_of(runs), prepared.shares)) print_warning(warning);
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
                          : train_trial(experiment, run.trial, prepared.data, prepared.shares.at(run.trial.seed),
                                        threads, step.trace ? std::optional(recording) : std::nullopt, progress);
    write_run(out / run.folder, trained.record, std::move(trained.timeline));
    return std::move(trained.record);
  });
  return loop.finish();
}

}  // namespace lowband
