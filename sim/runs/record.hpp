#pragma once

#include <cstdint>
#include <vector>

#include "sim/algorithms/method.hpp"
#include "sim/runs/trial.hpp"
#include "sim/world/world.hpp"

namespace lowband {

/// What is to be told of a run, as its world is now: who sent how much along which link, how it ended, and these
/// evaluations. `parameters` are those of the model.
[[nodiscard]] RunRecord record_of(const Experiment& experiment, const Trial& trial, const Method& method,
                                  const World& world, std::vector<MetricsRow> metrics,
                                  std::vector<WorkerMetricsRow> worker_metrics, std::uint64_t parameters);

}  // namespace lowband
