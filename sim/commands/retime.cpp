#include "sim/commands/retime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "sim/base/error.hpp"
#include "sim/commands/planned_run.hpp"
#include "sim/commands/results_target.hpp"
#include "sim/commands/run_loop.hpp"
#include "sim/experiment/manifest.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// The scenarios of the user's file; other keys, such as those of an experiment, do not matter here.
std::deque<Scenario> scenarios_of(const std::string& file) {
  const Json json = read_json_file(file);
  const Place place(file);
  if (!json.is_object() || !json.contains("scenarios")) place.fail("expected an object with a list \"scenarios\"");
  return read_scenarios(json["scenarios"], place / "scenarios", fs::path(file).parent_path());
}

/// The runs that have a trace; tells of those that have none.
std::vector<PlannedRun> with_traces(const std::vector<PlannedRun>& runs, const fs::path& dir, const Json& manifest) {
  std::vector<PlannedRun> traced;
  std::set<std::string> without;
  for (const auto& run : runs) {
    const fs::path trace = recording_of(run, dir, manifest).file;
    if (fs::exists(trace)) {
      traced.push_back(run);
    } else {
      without.insert(trace.string());
    }
  }
  if (traced.empty()) {
    throw UsageError(fmt::format("{}: expected traces of what was trained, found none", dir.string()));
  }
  for (const auto& trace : without) {
    fmt::print(
        stderr,
        "lowband: {}: no such trace: what diverged, goes by time, or was run with --no-replay cannot be timed again\n",
        trace);
  }
  return traced;
}

}  // namespace

int retime_command(const RetimeOptions& options) {
  const fs::path dir = options.dir.has_filename() ? options.dir : options.dir.parent_path();
  if (!holds_results(dir)) throw UsageError(fmt::format("{}: expected a results folder, found none", dir.string()));
  const std::string file = (dir / "manifest.json").string();
  const Json manifest = read_json_file(file);
  Experiment experiment = Experiment::of_results(manifest, file);
  experiment.set_scenarios(scenarios_of(options.scenarios), options.scenarios);
  for (const auto& scenario : experiment.scenarios) static_cast<void>(experiment.inspect_platform(scenario));

  const auto all = plan(experiment);
  const auto runs = with_traces(all, dir, manifest);
  continue_results(dir, retimed_manifest(manifest, experiment, folders_of(runs)), {}, "give the scenarios other names");
  RunLoop loop(options.quiet, experiment.training.iterations, all.size());
  for (const PlannedRun& run : runs) {
    if (fs::exists(dir / run.folder)) {
      loop.skip();
      continue;
    }
    const Recording recording = recording_of(run, dir, manifest);
    loop.run(run.folder, [&](Progress& progress) {
      const RunRecord record = time_trial(experiment, run.trial, recording, progress);
      write_run(dir / run.folder, record);
      return record;
    });
  }
  return loop.finish(dir);
}

}  // namespace lowband
