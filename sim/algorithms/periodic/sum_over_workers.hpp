// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/world/worker.hpp"

namespace lowband {

/// The sum of the `own` numbers of the first `workers` ranks, on all of them: each number goes around the ring of
/// ranks, M - 1 hops of 8 bytes. A number to agree on is too short to be cut into chunks. What workers do next depends
/// on it, so it is computed even where nothing is learned. Throws nothing; the sum may wrap around.
[[nodiscard]] std::uint64_t sum_over_workers(Worker& worker, int workers, Tag tag, std::uint64_t own);

}  // namespace lowband
