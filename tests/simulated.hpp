// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/engine/simulation.hpp"

namespace lowband::test {

/// A folder of its own for this test process; removed when the process ends.
[[nodiscard]] std::filesystem::path scratch_folder();

/// A star of `workers` hosts of `speed` flop/s with a full-duplex link each; from worker to worker, two links.
[[nodiscard]] PlatformSettings star(int workers, double bandwidth_Bps, double latency_s, double speed = 1e9,
                                    const std::string& network = "ideal");

/// A platform of platforms/, with as many workers as it has hosts.
[[nodiscard]] PlatformSettings shipped(const std::string& file, int workers, const std::string& network = "ideal");

/// What the nodes of a simulation find out: text per node, filled in inside the simulation.
struct Findings {
  std::vector<Json> workers;
  Json all;  ///< of `after`, when the simulation is over
};

/// Why a simulation diverged; "" if it did not.
[[nodiscard]] std::string reason_of(const Simulation& simulation);

struct SimulatedOptions {
  ComputeSettings compute;
  int threads = 1;
  std::uint64_t seed = 1;
  std::vector<std::pair<int, int>> pairs;  ///< who sends to whom; empty: not told
};

/// Of four workers that compute at unequal speeds, and never twice for as long.
[[nodiscard]] SimulatedOptions jittery();

/// Runs `program` on every worker of a simulation in a child process, and returns what each left in its Json and what
/// `after` returned there. Floats survive JSON bit for bit.
[[nodiscard]] Findings simulated(const PlatformSettings& platform, const std::function<void(Worker&, Json&)>& program,
                                 const std::function<Json(const Simulation&)>& after = nullptr,
                                 const SimulatedOptions& options = {});

}  // namespace lowband::test
