// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/stored_run_details.hpp"

#include <algorithm>
#include <utility>

#include "sim/commands/platform_routes.hpp"
#include "sim/runs/plan.hpp"
#include "sim/timeline/timeline_file.hpp"

namespace lowband {

const RunTimelines& StoredRunDetails::timelines_of(const FigureRun& run) const {
  auto& its = timelines_[run.results];
  if (its == nullptr) its = std::make_unique<RunTimelines>(*run.results);
  return *its;
}

const StoredRun& StoredRunDetails::stored(const FigureRun& run) const {
  const Summary& summary = run.record->summary;
  const auto& runs = timelines_of(run).runs();
  return *std::find_if(runs.begin(), runs.end(), [&summary](const StoredRun& one) {
    return one.algorithm == summary.algorithm && one.scenario == summary.scenario && one.seed == summary.seed;
  });
}

std::optional<std::string> StoredRunDetails::why_no_timeline(const FigureRun& run) const {
  return timelines_of(run).why_none(stored(run));
}

void StoredRunDetails::timelines(std::span<const FigureRun> runs, const TimelineLimits& limits, std::optional<int> jobs,
                                 const Look& look) const {
  const int at_a_time = jobs.value_or(cores_of_machine());
  const auto as_bytes = [](const StoredRun& /*run*/, const Timeline& timeline) { return to_bytes(timeline); };
  for (std::size_t first = 0; first < runs.size();) {
    // Those of one results folder, as many as are replayed at a time.
    std::vector<StoredRun> batch;
    std::size_t next = first;
    while (next < runs.size() && runs[next].results == runs[first].results &&
           batch.size() < static_cast<std::size_t>(at_a_time)) {
      batch.push_back(stored(runs[next++]));
    }
    auto bytes = timelines_of(runs[first]).look(batch, limits, as_bytes, at_a_time);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      look(first + i, timeline_of_bytes(std::exchange(bytes[i], {}), batch[i].name()));
    }
    first = next;
  }
}

std::vector<NamedRoute> StoredRunDetails::routes(const FigureRun& run) const {
  std::vector<std::pair<int, int>> pairs;
  for (const auto& pair : run.record->peers) pairs.emplace_back(pair.from, pair.to);
  const auto [found, is_new] = routes_.try_emplace({run.results, run.record->summary.scenario, pairs});
  if (is_new) {
    const RunTimelines& timelines = timelines_of(run);
    const StoredRun& its = stored(run);
    found->second =
        platform_routes(timelines.experiment(), its.scenario, timelines.algorithm_of(its), std::move(pairs));
  }
  return found->second;
}

}  // namespace lowband
