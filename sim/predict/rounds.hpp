#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/algorithms/algorithm.hpp"
#include "sim/predict/phase_clock.hpp"

namespace lowband {

/// How many rounds so many local steps of each worker, in the mean, are, if so many of the workers, or all, take part
/// in each; 0 if only the times of workers tell, as for periods by time.
[[nodiscard]] double rounds_in(const Algorithm& algorithm, std::optional<int> participants, int workers,
                               std::uint64_t iterations);

/// A round, in the mean over so many at least 1, of which the first finds connections fresh: `own`, then the phases of
/// its turn. Where rounds become alike, those to come are taken for the same.
[[nodiscard]] RoundTime mean_round(const ClosedForm& form, const RoundTime& own, double rounds, PhaseClock& clock);

/// Bytes of all messages of a round, in the mean over turns.
[[nodiscard]] double bytes_of_round(const ClosedForm& form);

/// How long each link of the report, in its order, carries bytes in a round, at its full usable rate.
[[nodiscard]] std::vector<double> busy_seconds(const ClosedForm& form, const PlatformRoutes& routes,
                                               const PlatformReport& report);

}  // namespace lowband
