// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "sim/engine/network_settings.hpp"

namespace lowband {

/// A part of a message, and when it leaves.
struct Departure {
  double time_s = 0.0;
  double bytes = 0.0;
};

/// What TCP's sender holds back: a connection from one node to another may have no more under way, that is sent and not
/// yet acknowledged, than its window. The window begins small, grows with what is acknowledged up to twice what was
/// under way (RFC 5681, slow start; Linux's rule of what counts), and shrinks when nothing is sent for long. So a
/// message that finds no room leaves in rounds, each as large as what the acknowledgements of the one before let go.
///
/// A connection sends one message after the other. All of it is decided when a message is handed over, from what has
/// been sent before and from the route alone: how long others on shared links keep a round from arriving is not known
/// then, and counts as if they did not.
class CongestionWindow {
 public:
  /// The route as one connection alone has it.
  struct Route {
    double round_trip_s = 0.0;  ///< from the departure of a round to the first acknowledgement of it
    double rate_Bps = 0.0;      ///< payload
  };

  /// `window_bytes`: the largest window, infinite for no limit.
  CongestionWindow(const TcpSettings& settings, double window_bytes, const Route& route);

  /// Whether the window can hold anything back, on one route or another.
  [[nodiscard]] static bool can_matter(const TcpSettings& settings, double window_bytes);
  /// Whether it does on this one: if the window at its narrowest is smaller than what fits into a round trip.
  [[nodiscard]] static bool matters(const TcpSettings& settings, double window_bytes, const Route& route);

  /// The route has changed; what is under way stays as it was.
  void set_route(const Route& route);

  /// A message of `bytes` above 0 is handed over at `now`, which never decreases over all calls. Returns the parts in
  /// which it leaves, in order; they are valid until the next call.
  [[nodiscard]] std::span<const Departure> send(double now, double bytes);

 private:
  /// What left together. It is acknowledged evenly from `first_s` to `last_s`.
  struct Flight {
    double bytes = 0.0;
    double first_s = 0.0;
    double last_s = 0.0;
    double widest = 0.0;  ///< to this size its acknowledgements can widen the window
    double acknowledged = 0.0;
    double unspent = 0.0;  ///< what its acknowledgements have yet to make room for
  };

  void acknowledge(double until_s);
  void forget_acknowledged();
  [[nodiscard]] bool is_idle() const { return acknowledged_ == flights_.size(); }
  void shrink_if_idle(double now);
  /// Of a message for which there is no room at `time_s`.
  void send_in_parts(double now, double time_s, double bytes);
  /// What the window has released leaves when the line is free.
  void leave(double released_s, double time_s, double bytes);
  /// Whether the line, or the largest window, holds back what is sent, and the window no longer does: acknowledgements
  /// come as fast as more can leave.
  [[nodiscard]] bool is_wide() const { return window_ >= wide_; }
  [[nodiscard]] double limit_of(const Flight& flight) const;

  double largest_;  ///< bytes, as all sizes here
  double initial_;
  double growth_;
  std::optional<double> idle_restart_s_;
  Route route_;
  double attainable_Bps_ = 0.0;  ///< on this route, by the largest window
  double wide_ = 0.0;            ///< from here on the window is
  double window_;
  double under_way_ = 0.0;
  std::vector<Flight> flights_;   ///< in the order of their departure
  std::size_t acknowledged_ = 0;  ///< so many of them to the end
  double sent_until_s_ = 0.0;     ///< when the last byte has left
  double queued_s_ = 0.0;         ///< how long it waited for the line
  std::vector<Departure> departures_;
};

}  // namespace lowband
