// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/engine/congestion_window.hpp"
#include "sim/engine/simgrid_platform.hpp"

namespace lowband {

/// The routes of connections under the network in force.
class ConnectionRoutes {
 public:
  explicit ConnectionRoutes(const SimgridPlatform& platform);

  /// The route of a connection, which has this speed when no other message is on its links: the payload that it
  /// carries, and the time there and back, in which under `tcp` two frames are sent, which are acknowledged together,
  /// and every link but the narrowest passes a frame on. Where there is no way back it is taken to be as long.
  [[nodiscard]] CongestionWindow::Route of(const RouteSpeed& speed) const;

 private:
  double latency_factor_;
  double bandwidth_factor_;
  bool has_frames_;
};

}  // namespace lowband
