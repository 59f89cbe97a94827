// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "sim/engine/network_settings.hpp"

namespace lowband {

/// What a message that leaves now finds on its route, before the network's factors.
struct RouteSpeed {
  double latency_s = 0.0;
  double bandwidth_Bps = 0.0;  ///< of the narrowest link; infinite where there is none
  double forwarding_s = 0.0;   ///< a byte of line time on all links but the narrowest; 0 without store and forward
  bool varies = false;         ///< any link does, over time
};

/// By how much later a message arrives because every link but one passes it on in whole frames: a frame, or all of a
/// message that is shorter, on each of them.
[[nodiscard]] inline double store_and_forward_s(double forwarding_s, double bytes) {
  return forwarding_s * (std::min(bytes, segment_bytes) + overhead_bytes);
}

}  // namespace lowband
