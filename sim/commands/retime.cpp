// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/retime.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/experiment/experiment_file.hpp"
#include "sim/experiment/growth.hpp"
#include "sim/experiment/manifest.hpp"
#include "sim/experiment/warnings.hpp"
#include "sim/results/manifest_file.hpp"
#include "sim/results/partial.hpp"
#include "sim/results/results_lock.hpp"
#include "sim/results/run_folder.hpp"
#include "sim/runs/missing_trace.hpp"
#include "sim/runs/plan.hpp"
#include "sim/runs/run_loop.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// The scenarios of the user's file; other keys, such as those of an experiment, do not matter here.
std::deque<Scenario> scenarios_of(const std::string& file) {
  const Json json = read_experiment_file(file);
  const Place place(file);
  if (!json.is_object() || !json.contains("scenarios")) place.fail("expected an object with a list \"scenarios\"");
  return read_scenarios(json["scenarios"], place / "scenarios", fs::path(file).parent_path());
}

/// Those of `runs` that can be timed, whose traces are read whole; tells why the others cannot, in a line for each
/// reason. Throws UsageError if none can, or if a trace is damaged.
std::vector<PlannedRun> with_traces(const std::vector<PlannedRun>& runs, const fs::path& dir,
                                    const Experiment& experiment, const Json& manifest) {
  std::vector<PlannedRun> traced;
  WithoutTraces without;
  std::set<fs::path> read;
  std::optional<ResultsFolder> results;
  for (const auto& run : runs) {
    const Recording recording = recording_of(run, dir, manifest);
    if (fs::exists(recording.file)) {
      if (read.insert(recording.file).second) static_cast<void>(read_recording(recording));
      traced.push_back(run);
    } else {
      if (!results) results = read_results(dir);
      without.add(run.trial, reason_for_none(run.trial, experiment, *results));
    }
  }
  const auto reasons = without.texts(" cannot be timed again");
  if (traced.empty() && !runs.empty()) {
    throw UsageError(fmt::format("{}: {}", dir.string(), fmt::join(reasons, "; ")));
  }
  for (const auto& reason : reasons) print_error(fmt::format("{}: {}", dir.string(), reason));
  return traced;
}

}  // namespace

int retime_command(const RetimeOptions& options) {
  const fs::path dir = without_slash(options.dir);
  static_cast<void>(read_manifest(dir));  // throws before a lock is put into a folder of something else
  const auto scenarios = scenarios_of(options.scenarios);
  const ResultsLock lock(dir);
  const Json manifest = read_manifest(dir);
  Experiment experiment = Experiment::of_results(manifest, (dir / manifest_name).string());
  experiment.set_scenarios(scenarios, options.scenarios);
  experiment.inspect_scenarios(options.jobs);
  for (const auto& warning : platform_warnings_of(experiment)) print_warning(warning);

  const Json added = retimed_manifest(manifest, experiment);
  const Json grown = with_all_of(manifest, grown_manifest(dir, added, {}, "give the scenarios other names"));
  const auto all = plan(experiment);
  const auto to_do = still_to_do(all, dir);
  const auto runs = with_traces(to_do, dir, experiment, manifest);
  update_manifest(dir, grown, folders_of(runs));
  RunLoop loop({.quiet = options.quiet,
                .jobs = options.jobs,
                .iterations = experiment.training.iterations,
                .runs = all.size(),
                .out = dir,
                .remedy = "run the same command again for the rest"});
  loop.skip(all.size() - to_do.size());
  for (const PlannedRun& run : runs) discard_incomplete(dir / run.folder);
  const auto trace_of = [&](const PlannedRun& run) { return recording_of(run, dir, manifest).file; };
  const auto has_trace = [](const PlannedRun& /*run*/) { return true; };  // those that have none are not here
  loop.run(RunQueue(runs, trace_of, has_trace), [&](const RunQueue::Step& step, SharedProgress& progress) {
    const RunRecord record = time_trial(experiment, step.run.trial, recording_of(step.run, dir, manifest), progress);
    write_run(dir / step.run.folder, record);
    return record;
  });
  return loop.finish();
}

}  // namespace lowband
