// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/run_timelines.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/name_pattern.hpp"
#include "sim/base/read_file.hpp"
#include "sim/experiment/growth.hpp"
#include "sim/results/manifest_file.hpp"
#include "sim/results/run_folder.hpp"
#include "sim/runs/in_children.hpp"
#include "sim/runs/trial.hpp"
#include "sim/timeline/timeline_file.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// The runs of a manifest that are there, whole, in its order.
std::vector<StoredRun> runs_in(const Json& manifest, const std::function<bool(const StoredRun&)>& is_whole) {
  std::vector<StoredRun> runs;
  const Json& experiment = manifest.at("experiment");
  for (const Json& scenario : experiment.at("scenarios")) {
    for (const Json& algorithm : experiment.at("algorithms")) {
      for (const auto seed : seeds_of(manifest)) {
        StoredRun run{"", algorithm.at("name").get<std::string>(), scenario.at("name").get<std::string>(), seed};
        run.folder = run_folder_name(run.algorithm, run.scenario, seed);
        if (is_whole(run)) runs.push_back(std::move(run));
      }
    }
  }
  return runs;
}

/// Those of the manifest that can be simulated: results have no copy of a scenario's own platform file.
std::deque<Scenario> scenarios_of(const Json& manifest, const fs::path& dir) {
  Json there = Json::array();
  for (const Json& scenario : manifest.at("experiment").at("scenarios")) {
    if (!scenario.contains("platform") || scenario.at("platform").is_null()) there.push_back(scenario);
  }
  if (there.empty()) return {};
  return read_scenarios(there, Place((dir / manifest_name).string()) / "experiment" / "scenarios", dir);
}

Json checked(Json manifest, const fs::path& dir) {
  check_can_grow(manifest, Place((dir / manifest_name).string()));
  return manifest;
}

/// Whether the folder of a run is there, and each of its files as it was written.
std::function<bool(const StoredRun&)> is_whole_in(const fs::path& dir) {
  return [dir](const StoredRun& run) { return fs::exists(dir / run.folder) && !fault_of_run(dir / run.folder); };
}

/// Whether results that have been read hold a run.
std::function<bool(const StoredRun&)> is_among(const ResultsFolder& results) {
  std::set<std::string> folders;
  for (const RunRecord& run : results.runs) {
    folders.insert(run_folder_name(run.summary.algorithm, run.summary.scenario, run.summary.seed));
  }
  return [folders = std::move(folders)](const StoredRun& run) { return folders.contains(run.folder); };
}

}  // namespace

std::string StoredRun::name() const { return fmt::format("{}@{}@seed{}", algorithm, scenario, seed); }

RunTimelines::RunTimelines(fs::path dir) : RunTimelines(dir, read_manifest(dir), is_whole_in(dir)) {}

RunTimelines::RunTimelines(const ResultsFolder& results)
    : RunTimelines(results.path, results.manifest, is_among(results)) {}

RunTimelines::RunTimelines(fs::path dir, Json manifest, const IsWhole& is_whole)
    : dir_(std::move(dir)),
      manifest_(checked(std::move(manifest), dir_)),
      experiment_(Experiment::of_results(manifest_, (dir_ / manifest_name).string())),
      runs_(runs_in(manifest_, is_whole)) {
  auto scenarios = scenarios_of(manifest_, dir_);
  if (scenarios.empty()) return;
  experiment_.set_scenarios(std::move(scenarios), (dir_ / manifest_name).string());
  planned_ = plan(experiment_);
}

const StoredRun& RunTimelines::run_matching(const std::string& pattern) const {
  std::vector<const StoredRun*> found;
  std::vector<std::string> names;
  std::vector<std::string> names_found;
  for (const auto& run : runs_) {
    names.push_back(run.name());
    if (run.name() == pattern || run.folder == pattern) return run;
    if (!is_or_matches(pattern, run.name()) && !is_or_matches(pattern, run.folder)) continue;
    found.push_back(&run);
    names_found.push_back(run.name());
  }
  if (found.size() == 1) return *found.front();
  if (found.empty()) {
    throw UsageError(fmt::format("{}: no run matches \"{}\"{}", dir_.string(), pattern, did_you_mean(pattern, names)));
  }
  constexpr std::size_t most_named = 8;
  const std::size_t more = names_found.size() - std::min(names_found.size(), most_named);
  names_found.resize(names_found.size() - more);
  throw UsageError(fmt::format("{}: expected a pattern of one run, found \"{}\", which {} match: {}{}", dir_.string(),
                               pattern, found.size(), fmt::join(names_found, ", "),
                               more > 0 ? fmt::format(", and {} more", more) : ""));
}

const Algorithm& RunTimelines::algorithm_of(const StoredRun& run) const {
  const auto has_its_name = [&run](const auto& algorithm) { return algorithm->name() == run.algorithm; };
  return **std::find_if(experiment_.algorithms.begin(), experiment_.algorithms.end(), has_its_name);
}

Pace RunTimelines::pace_of(const StoredRun& run) const {
  return algorithm_of(run).is_in_step() ? Pace::in_rounds : Pace::each_its_own;
}

fs::path RunTimelines::kept(const StoredRun& run) const { return dir_ / run.folder / timeline_name; }

const PlannedRun* RunTimelines::planned(const StoredRun& run) const {
  const auto found = std::find_if(planned_.begin(), planned_.end(),
                                  [&run](const PlannedRun& other) { return other.folder == run.folder; });
  return found == planned_.end() ? nullptr : &*found;
}

std::optional<std::string> RunTimelines::why_none(const StoredRun& run) const {
  if (fs::exists(kept(run))) return std::nullopt;
  const bool has_trace = fs::exists(dir_ / trace_path(run.algorithm, run.seed));
  if (has_trace && planned(run) != nullptr) return std::nullopt;
  if (has_trace) {
    return "its scenario has a platform file of its own, of which results have no copy, so that its trace cannot be "
           "replayed";
  }
  constexpr auto remedy = "with \"timeline\": true in the experiment it keeps what happens when";
  if (!experiment_.is_timing_independent(algorithm_of(run))) {
    return fmt::format("it depends on time, so it has no trace: {}", remedy);
  }
  return fmt::format("it has no trace, as it diverged, was run with --no-replay, or the trace was removed: {}", remedy);
}

Timeline RunTimelines::made(const StoredRun& run, const TimelineLimits& limits) const {
  if (fs::exists(kept(run))) {
    return between(timeline_of_bytes(read_file(kept(run)), kept(run).string()), limits.from_s, limits.to_s);
  }
  const PlannedRun& its = *planned(run);
  return timeline_of_trial(experiment_, its.trial, recording_of(its, dir_, manifest_), limits);
}

std::vector<std::string> RunTimelines::look(const std::vector<StoredRun>& runs, const TimelineLimits& limits,
                                            const Look& look, int jobs) const {
  for (const auto& run : runs) {
    if (const auto why = why_none(run)) {
      throw UsageError(fmt::format("{}: the run {} has no timeline: {}", dir_.string(), run.name(), *why));
    }
  }
  return in_children(
      runs.size(), jobs, [&](std::size_t i) { return look(runs[i], made(runs[i], limits)); },
      [](std::size_t /*over*/) {});
}

Timeline RunTimelines::timeline_of(const StoredRun& run, const TimelineLimits& limits) const {
  const auto as_it_is = [](const StoredRun& /*run*/, const Timeline& timeline) { return to_bytes(timeline); };
  return timeline_of_bytes(look({run}, limits, as_it_is, 1).front(), run.name());
}

std::vector<Why> RunTimelines::why(const std::vector<StoredRun>& runs, int jobs) const {
  const auto told = [this](const StoredRun& run, const Timeline& timeline) {
    Why why = why_of(timeline, pace_of(run));
    why.scenario = run.scenario;
    why.algorithm = run.algorithm;
    why.seed = run.seed;
    return to_json(why).dump();
  };
  std::vector<Why> all;
  for (const auto& text : look(runs, {}, told, jobs)) all.push_back(why_of_json(Json::parse(text)));
  return all;
}

}  // namespace lowband
