// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sim/engine/congestion_window.hpp"

namespace lowband {

/// What one pair of workers has between them when no other pair's messages cross any link of its route.
struct LineSpeed {
  double latency_s = 0.0;
  double rate_Bps = 0.0;                                     ///< of all messages under way together
  double cap_Bps = std::numeric_limits<double>::infinity();  ///< of a single message
  double forwarding_s = 0.0;                                 ///< of a byte: see RouteSpeed
};

/// SimGrid's fluid model (CM02) on such a route, in closed form: a message waits for the latency, then all that are
/// under way share the rate evenly, none of them faster than the cap. No event has to be simulated for it: when a
/// message arrives is known as soon as it is sent, unless another follows before. A message that leaves in parts
/// arrives with the last of them.
class PrivateLine {
 public:
  explicit PrivateLine(const LineSpeed& speed) : speed_(speed) {}

  /// A message of `bytes` leaves at `now`, which never decreases over all calls; returns its number.
  std::uint64_t send(double now, double bytes) { return send(now, std::array{Departure{now, bytes}}); }
  /// The same for one that leaves in parts, in order, from now on.
  std::uint64_t send(double now, std::span<const Departure> parts);
  /// When message `number` arrives, or arrived, provided that nothing is sent between `now` and then.
  [[nodiscard]] double arrival(std::uint64_t number, double now);
  /// Bytes that have been sent and are not carried yet at `now`.
  [[nodiscard]] double under_way(double now);
  /// Message `number` has arrived, and will not be asked for again.
  void forget(std::uint64_t number);

 private:
  struct Flow {
    std::uint64_t number = 0;
    double begins_s = 0.0;  ///< when the latency is over; of the parts of a message in order
    double remaining_bytes = 0.0;
    double arrived_s = never;
  };
  static constexpr double never = std::numeric_limits<double>::infinity();

  /// Moves `flows` on from `from` to the next moment at which one begins or arrives, or to `to` if that is earlier;
  /// returns the moment reached.
  double advance(std::vector<Flow>& flows, double from, double to) const;
  void settle(double now);
  /// When the last part of message `number` arrived; never, if one of them has not. Throws std::logic_error if none of
  /// `flows` is of it.
  [[nodiscard]] static double last_arrival(const std::vector<Flow>& flows, std::uint64_t number);

  LineSpeed speed_;
  std::vector<Flow> flows_;  ///< not yet forgotten, by number
  std::vector<Flow> ahead_;  ///< scratch of arrival()
  double settled_s_ = 0.0;   ///< flows_ are as of this moment
  std::uint64_t sent_ = 0;
};

}  // namespace lowband
