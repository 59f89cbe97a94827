// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/experiment/experiment.hpp"

namespace lowband {

/// How fast the nodes of an algorithm compute in a scenario, in a run of some seed, but for jitter and profiles.
struct WorkerSpeeds {
  std::vector<double> seconds_per_flop;  ///< of each node, by rank
  std::vector<double> step_s;            ///< of a local step of each worker

  /// `report` is that of the scenario with the nodes of the algorithm.
  WorkerSpeeds(const Experiment& experiment, const Algorithm& algorithm, const Scenario& scenario, std::uint64_t seed,
               const PlatformReport& report);
};

}  // namespace lowband
