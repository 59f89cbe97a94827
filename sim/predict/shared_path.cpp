// SPDX-License-Identifier: Apache-2.0
#include "sim/predict/shared_path.hpp"

#include <algorithm>

#include "sim/engine/route_speed.hpp"

namespace lowband {

RoundTime SharedPath::carried(double bytes) const {
  RoundTime time;
  time.line_s = bytes * setting_.line_s_per_byte;
  time.frames_s = time.line_s * (1.0 / setting_.usable_share - 1.0);
  return time;
}

double SharedPath::leaves_after_s(double now, double bytes) {
  const double leaves_s = bytes / setting_.most_Bps;
  if (!window_) return leaves_s;
  const Departure last = window_->send(now, bytes).back();
  return std::max(leaves_s, last.time_s - now + last.bytes / setting_.alone_Bps);
}

RoundTime SharedPath::send(double now, double bytes) {
  RoundTime time = carried(bytes);
  time.windows_s = std::max(0.0, leaves_after_s(now, bytes) - time.communicating_s());
  time.latency_s = setting_.latency_s;
  time.frames_s += store_and_forward_s(setting_.forwarding_s, bytes);
  return time;
}

}  // namespace lowband
