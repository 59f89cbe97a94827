// SPDX-License-Identifier: Apache-2.0
#include "sim/predict/measurement.hpp"

#include <algorithm>

#include "sim/predict/rounds.hpp"

namespace lowband {

namespace {

double utilisation_in(const RunRecord& run, const std::string& link) {
  const auto found =
      std::find_if(run.links.begin(), run.links.end(), [&](const auto& row) { return row.link == link; });
  return found == run.links.end() ? 0.0 : found->mean_utilisation;
}

}  // namespace

Measurement measured(const Prediction& prediction, const Algorithm& algorithm, std::span<const RunGroup> groups) {
  const auto is_it = [&](const RunGroup& group) {
    return group.algorithm == prediction.algorithm && group.scenario == prediction.scenario;
  };
  const auto group = std::find_if(groups.begin(), groups.end(), is_it);
  if (group == groups.end() || group->runs.empty()) return {.why_none = "not finished"};
  if (!prediction.is_of_all()) return {.why_none = "results tell of all together"};
  Measurement mean;
  double runs = 0.0;
  for (const RunRecord* run : group->runs) {
    const Summary& summary = run->summary;
    if (summary.status == "diverged") continue;
    const double rounds = rounds_in(algorithm, prediction.participants, summary.workers, summary.iterations).count;
    if (rounds == 0.0) return {.why_none = "rounds are not known"};
    mean.round_s += summary.sim_time_s / rounds;
    mean.utilisation += utilisation_in(*run, prediction.busiest_link);
    runs += 1.0;
  }
  if (runs == 0.0) return {.why_none = "diverged"};
  mean.round_s /= runs;
  mean.utilisation /= runs;
  return mean;
}

}  // namespace lowband
