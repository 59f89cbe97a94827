#pragma once

#include <utility>
#include <vector>

#include "sim/engine/platform.hpp"

namespace lowband {

/// A message of a collective.
struct Transfer {
  int from = 0;
  int to = 0;
  double bytes = 0.0;  ///< of payload
};

/// Messages that leave together, after those of the round before have arrived.
struct Round {
  std::vector<Transfer> transfers;
  int repeats = 1;  ///< so many rounds like this follow each other
};

using Rounds = std::vector<Round>;

/// Who sends to whom, each pair once, ascending.
[[nodiscard]] std::vector<std::pair<int, int>> pairs_of(const Rounds& rounds);

/// The seconds that rounds take on a platform, by the latency-bandwidth model: a message takes the latency of its route
/// and the time that its busiest link needs for all bytes of the round that cross it; a round takes as long as its
/// slowest message (algorithms reference, 7.6, with links shared). Computation is left out. On a star of full-duplex
/// links, where every worker sends and receives one message at a time, it is exact. Throws std::out_of_range if
/// `platform` lacks the route of a pair.
[[nodiscard]] double seconds_of(const Rounds& rounds, const PlatformReport& platform);

}  // namespace lowband
