// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "sim/commands/step_times.hpp"
#include "sim/experiment/experiment.hpp"

namespace lowband {

/// The workers of an experiment in a scenario, `report` being of the platform there, with the devices of its first
/// seed.
[[nodiscard]] std::vector<SteppingWorker> stepping_workers(const Experiment& experiment, const Scenario& scenario,
                                                           const PlatformReport& report);

/// The least and the most operations of a local step of any algorithm of this experiment, once the data are loaded.
[[nodiscard]] std::pair<double, double> step_flops(const Experiment& experiment);

}  // namespace lowband
