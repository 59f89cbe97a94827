// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/algorithms/method.hpp"
#include "sim/results/staleness.hpp"
#include "sim/runs/trial.hpp"
#include "sim/world/world.hpp"

namespace lowband {

/// What is to be told of a run, as its world is now: who sent how much along which link, how it ended, and these
/// evaluations. `server_steps` are those of each server, by rank, as far as they are known; `parameters` are those of
/// the model.
[[nodiscard]] RunRecord record_of(const Experiment& experiment, const Trial& trial, const Method& method,
                                  const World& world, std::vector<MetricsRow> metrics,
                                  std::vector<WorkerMetricsRow> worker_metrics,
                                  const std::map<int, std::uint64_t>& server_steps, std::uint64_t parameters);

/// Tells in `record` how stale the changes were that were taken.
void add_staleness(const StalenessCounts& staleness, RunRecord& record);

}  // namespace lowband
