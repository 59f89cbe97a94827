// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/contest_of_traces.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/name_pattern.hpp"
#include "sim/runs/missing_trace.hpp"
#include "sim/runs/plan.hpp"
#include "sim/runs/stability.hpp"

namespace lowband {

namespace {

bool competes(const std::string& name, const Entry& entry) { return is_or_matches(entry.only, name); }

void check_pattern(const Experiment& experiment, const std::string& only) {
  std::vector<std::string> names;
  for (const auto& algorithm : experiment.algorithms) {
    names.push_back(algorithm->name());
    if (competes(names.back(), {.only = only, .baseline = {}})) return;
  }
  throw UsageError(fmt::format("--only: {}", no_match("algorithm", only, names)));
}

/// How a recorded run ends, on any network: a finished one, but for times and bytes.
RunRecord ended(const Recorded& recorded) {
  RunRecord record;
  record.metrics = recorded.metrics;
  if (const auto reason = instability(record.metrics)) {
    record.summary.status = "unstable";
    record.summary.reason = *reason;
  }
  return record;
}

/// Where a run has reached the target; without one, its end.
std::optional<Reached> reached_by(const RunRecord& run, const TargetRule& target) {
  if (target.exists()) return reached_target(run, target);
  if (run.metrics.empty()) return std::nullopt;
  return Reached{.evaluation = run.metrics.size() - 1};
}

}  // namespace

TracedContest contest_of_traces(const Experiment& experiment, const ResultsFolder& results, const TargetRule& target,
                                const Entry& entry) {
  check_pattern(experiment, entry.only);
  TracedContest traced;
  WithoutTraces without;
  const auto runs = plan(experiment);  // algorithm by algorithm, in each by seed
  const std::size_t seeds = experiment.seeds().size();
  for (std::size_t first = 0; first < runs.size(); first += seeds) {
    const Trial& trial = runs[first].trial;
    MapContender contender{.name = trial.algorithm.name(), .is_sound = {}, .can_win = true};
    contender.is_shown = competes(contender.name, entry);
    if (!contender.is_shown && contender.name != entry.baseline) continue;
    RecordedAlgorithm recorded{trial.algorithm, trial.paradigm, {}};
    bool is_whole = true;
    for (std::size_t i = first; i < first + seeds; ++i) {
      Recording recording = recording_of(runs[i], results.path, results.manifest);
      if (!std::filesystem::exists(recording.file)) {
        without.add(runs[i].trial, reason_for_none(runs[i].trial, experiment, results));
        is_whole = false;
        continue;
      }
      const RunRecord end = ended(read_recording(recording));
      const auto reached = reached_by(end, target);
      contender.is_sound.push_back(end.summary.status == "finished");
      contender.can_win = contender.can_win && contender.is_sound.back() && reached && !reached->is_lost;
      recorded.seeds.push_back(
          {runs[i].trial.seed, std::move(recording), reached ? std::optional(reached->evaluation) : std::nullopt});
    }
    if (!is_whole) continue;
    contender.can_win = contender.can_win && contender.is_shown;
    if (contender.name == entry.baseline) traced.contest.baseline = traced.algorithms.size();
    traced.contest.contenders.push_back(std::move(contender));
    traced.algorithms.push_back(std::move(recorded));
  }
  traced.left_out = without.texts("");
  return traced;
}

}  // namespace lowband
