#include "sim/engine/connection_route.hpp"

namespace lowband {

CongestionWindow::Route connection_route(const SimgridPlatform& platform, const RouteSpeed& speed) {
  CongestionWindow::Route route;
  route.rate_Bps = speed.bandwidth_Bps * platform.factor("network/bandwidth-factor");
  route.round_trip_s = 2.0 * speed.latency_s * platform.factor("network/latency-factor");
  if (platform.network().preset == "tcp") {
    route.round_trip_s += 2.0 * frame_bytes / speed.bandwidth_Bps + speed.forwarding_s * frame_bytes;
  }
  return route;
}

}  // namespace lowband
