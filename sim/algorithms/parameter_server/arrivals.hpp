// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/world/worker.hpp"

namespace lowband {

/// What a client has told its server, and who.
struct Arrival {
  int client = 0;
  Message change{};
};

/// Waits for what comes next to an inbox, and returns all that has come by the same instant, in the inbox's order: at
/// one instant by ascending client. So a server takes all of it before it answers anybody.
[[nodiscard]] std::vector<Arrival> next_arrivals(Worker& worker, Tag tag);

}  // namespace lowband
