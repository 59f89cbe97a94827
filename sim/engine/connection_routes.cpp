// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/connection_routes.hpp"

namespace lowband {

ConnectionRoutes::ConnectionRoutes(const SimgridPlatform& platform)
    : latency_factor_(platform.factor("network/latency-factor")),
      bandwidth_factor_(platform.factor("network/bandwidth-factor")),
      has_frames_(platform.network().preset == "tcp") {}

CongestionWindow::Route ConnectionRoutes::of(const RouteSpeed& speed) const {
  CongestionWindow::Route route;
  route.rate_Bps = speed.bandwidth_Bps * bandwidth_factor_;
  route.round_trip_s = 2.0 * speed.latency_s * latency_factor_;
  if (has_frames_) route.round_trip_s += 2.0 * frame_bytes / speed.bandwidth_Bps + speed.forwarding_s * frame_bytes;
  return route;
}

}  // namespace lowband
