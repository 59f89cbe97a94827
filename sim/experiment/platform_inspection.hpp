// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "sim/experiment/experiment.hpp"

namespace lowband {

/// Pairs (from, to) of workers.
using WorkerPairs = std::vector<std::pair<int, int>>;

/// Looks at the platform of an experiment as it is without scenarios: enough hosts, and routes for `pairs`. Throws
/// UsageError that points at the key to blame.
[[nodiscard]] PlatformReport inspect_own_platform(const Experiment& experiment, const WorkerPairs& pairs);

/// The same in each of these scenarios of the experiment, `jobs` at a time; hands their reports over in this order.
void inspect_scenarios(const Experiment& experiment, const std::vector<const Scenario*>& scenarios,
                       const WorkerPairs& pairs, int jobs, const std::function<void(const PlatformReport&)>& take);

/// Devices over time that hold in a scenario of the experiment are of hosts of workers, and no host of a node stands
/// still for ever in the end; `report` is of the platform in that scenario. Throws UsageError that points at the key to
/// blame.
void check_devices(const Experiment& experiment, const Scenario& scenario, const PlatformReport& report);

}  // namespace lowband
