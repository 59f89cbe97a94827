// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/map/network_map.hpp"

namespace lowband {

/// A line per line of the map on which crossovers were looked for: who is fastest where, and by how much. "at 5 ms:
/// below 37.2 Mbps qpr-sgd/ar, above qpr-sgd/gossip; 1.21 to 6.7 times as fast as pr-sgd/ar".
[[nodiscard]] std::string map_words(const NetworkMap& map);

/// "37.2 Mbps", "5.4 ms": as scenarios take them, in three digits.
[[nodiscard]] std::string bandwidth_text(double bandwidth_Bps);
[[nodiscard]] std::string latency_text(double latency_s);

}  // namespace lowband
