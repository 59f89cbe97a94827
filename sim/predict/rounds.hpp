// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/algorithms/algorithm.hpp"
#include "sim/predict/phase_clock.hpp"

namespace lowband {

/// The rounds of a training.
struct Rounds {
  double count = 0.0;        ///< 0 if only the times of workers tell, as for periods by time
  double local_steps = 0.0;  ///< of a worker in one that it takes part in, in the mean
  double first_steps = 0.0;  ///< in its first one
};

/// Those of so many local steps of each worker, in the mean, if so many of the workers, or all, take part in each.
/// Where workers are in step the last one is cut short; else all are whole, until all workers together have taken as
/// many steps or more.
[[nodiscard]] Rounds rounds_in(const Algorithm& algorithm, std::optional<int> participants, int workers,
                               std::uint64_t iterations);

/// The local steps of each worker in a round, in seconds; empty: all take as long as the slowest.
struct LocalWork {
  std::vector<double> mean_s{};   ///< in the mean over all rounds
  std::vector<double> first_s{};  ///< of the first one
};

/// A round, in the mean over so many at least 1, of which the first finds connections fresh: `own`, then the phases of
/// its turn. Those at both ends of the run count as a part of each. Where rounds become alike, those to come are taken
/// for the same. Phases that begin apart go by `work`, which is of all workers then.
[[nodiscard]] RoundTime mean_round(const ClosedForm& form, const RoundTime& own, double rounds, PhaseClock& clock,
                                   const LocalWork& work = {});

/// All messages of a round together, in the mean over turns.
[[nodiscard]] MessageSize traffic_of_round(const ClosedForm& form);

/// How long each link of the report, in its order, carries bytes in a round, at its full usable rate.
[[nodiscard]] std::vector<double> busy_seconds(const ClosedForm& form, const PlatformRoutes& routes,
                                               const PlatformReport& report);

}  // namespace lowband
