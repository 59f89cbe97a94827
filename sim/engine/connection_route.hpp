#pragma once

#include "sim/engine/congestion_window.hpp"
#include "sim/engine/simgrid_platform.hpp"

namespace lowband {

/// The route of a connection, which has this speed when no other message is on its links: the
/// payload that it carries, and the time there and back, in which under `tcp` two frames are sent, which are
/// acknowledged together, and every link but the narrowest passes a frame on. Where there is no way back it is taken to
/// be as long.
[[nodiscard]] CongestionWindow::Route connection_route(const SimgridPlatform& platform, const RouteSpeed& speed);

}  // namespace lowband
