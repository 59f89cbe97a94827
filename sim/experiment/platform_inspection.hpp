#pragma once

#include <utility>
#include <vector>

#include "sim/experiment/experiment.hpp"

namespace lowband {

/// Pairs (from, to) of workers.
using WorkerPairs = std::vector<std::pair<int, int>>;

/// Looks at the platform of an experiment as it is without scenarios: enough hosts, and routes for `pairs`. Throws
/// UsageError that points at the key to blame.
[[nodiscard]] PlatformReport inspect_own_platform(const Experiment& experiment, const WorkerPairs& pairs);

/// The same in a scenario of the experiment.
[[nodiscard]] PlatformReport inspect_scenario(const Experiment& experiment, const Scenario& scenario,
                                              const WorkerPairs& pairs);

}  // namespace lowband
