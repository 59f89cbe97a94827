// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "sim/base/error.hpp"
#include "sim/base/name_pattern.hpp"
#include "sim/results/run_folder.hpp"
#include "sim/runs/recorded.hpp"

namespace lowband {

std::vector<PlannedRun> plan(const Experiment& experiment) {
  std::vector<PlannedRun> runs;
  const auto seeds = experiment.seeds();
  for (const auto& scenario : experiment.scenarios) {
    for (const auto& algorithm : experiment.algorithms) {
      for (const auto seed : seeds) {
        runs.push_back(
            {run_folder_name(algorithm->name(), scenario.name, seed), {*algorithm, algorithm.name, scenario, seed}});
      }
    }
  }
  return runs;
}

std::vector<PlannedRun> runs_matching(const std::string& only, const std::vector<PlannedRun>& all) {
  const auto is_wanted = [&only](const std::string& name) { return is_or_matches(only, name); };
  std::vector<PlannedRun> runs;
  std::vector<std::string> names;
  for (const auto& run : all) {
    const std::string of_all_seeds = fmt::format("{}@{}", run.trial.algorithm.name(), run.trial.scenario.name);
    const std::string name = fmt::format("{}@seed{}", of_all_seeds, run.trial.seed);
    if (names.empty() || names.back() != of_all_seeds) names.push_back(of_all_seeds);  // seeds follow each other
    if (is_wanted(of_all_seeds) || is_wanted(name)) runs.push_back(run);
  }
  if (runs.empty()) throw UsageError(fmt::format("--only: no run matches \"{}\"{}", only, did_you_mean(only, names)));
  return runs;
}

Recording recording_of(const PlannedRun& run, const std::filesystem::path& results, const Json& manifest) {
  const std::string& algorithm = run.trial.algorithm.name();
  const int workers = manifest.at("experiment").at("workers").get<int>();
  return {results / trace_path(algorithm, run.trial.seed), learning_of(manifest, algorithm, run.trial.seed),
          workers + static_cast<int>(run.trial.algorithm.other_nodes(workers).size())};
}

std::vector<std::string> algorithms_of(const std::vector<PlannedRun>& runs) {
  std::vector<std::string> names;
  for (const auto& run : runs) names.push_back(run.trial.algorithm.name());
  return names;
}

std::vector<std::string> folders_of(const std::vector<PlannedRun>& runs) {
  std::vector<std::string> folders;
  for (const auto& run : runs) folders.push_back(run.folder);
  return folders;
}

std::vector<PlannedRun> still_to_do(const std::vector<PlannedRun>& runs, const std::filesystem::path& results) {
  std::vector<PlannedRun> to_do;
  for (const auto& run : runs) {
    const auto folder = results / run.folder;
    const bool is_there = std::filesystem::exists(folder);
    if (is_there && !fault_of_run(folder)) continue;
    if (is_there) check_files_of_run(folder);
    to_do.push_back(run);
  }
  return to_do;
}

int cores_of_machine() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

int threads_each(int threads, int jobs, std::size_t runs) {
  const auto at_a_time = static_cast<int>(std::min(runs, static_cast<std::size_t>(jobs)));
  return std::max(1, (threads > 0 ? threads : cores_of_machine()) / std::max(1, at_a_time));
}

}  // namespace lowband
