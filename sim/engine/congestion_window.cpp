// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/congestion_window.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lowband {

CongestionWindow::CongestionWindow(const TcpSettings& settings, double window_bytes, const Route& route)
    : largest_(window_bytes),
      initial_(settings.initial_window ? std::min(*settings.initial_window * segment_bytes, largest_) : largest_),
      growth_(settings.window_growth),
      idle_restart_s_(settings.idle_restart_s),
      window_(initial_) {
  set_route(route);
}

bool CongestionWindow::can_matter(const TcpSettings& settings, double window_bytes) {
  return settings.initial_window.has_value() || std::isfinite(window_bytes);
}

bool CongestionWindow::matters(const TcpSettings& settings, double window_bytes, const Route& route) {
  return CongestionWindow(settings, window_bytes, route).initial_ < route.rate_Bps * route.round_trip_s;
}

void CongestionWindow::set_route(const Route& route) {
  route_ = route;
  attainable_Bps_ = std::min(route.rate_Bps, largest_ / route.round_trip_s);
  wide_ = std::min(largest_, route.rate_Bps * route.round_trip_s);
}

std::span<const Departure> CongestionWindow::send(double now, double bytes) {
  departures_.clear();
  const double time_s = std::max(now, sent_until_s_);
  acknowledge(time_s);
  forget_acknowledged();
  shrink_if_idle(time_s);
  if (is_wide() || bytes <= window_ - under_way_) {
    leave(now, time_s, bytes);
  } else {
    send_in_parts(now, time_s, bytes);
  }
  return departures_;
}

void CongestionWindow::send_in_parts(double now, double time_s, double bytes) {
  // What has been acknowledged so far has made its room: the rest of each flight has yet to.
  for (std::size_t i = acknowledged_; i < flights_.size(); ++i) {
    flights_[i].unspent = flights_[i].bytes - flights_[i].acknowledged;
  }
  double released_s = now;
  double room = window_ - under_way_;
  for (std::size_t next = acknowledged_;; ++next) {
    // Nobody sends less than a segment if there is more to send; and rounding is not waited for.
    if (is_wide() || next == flights_.size()) room = std::max(room, is_wide() ? bytes : segment_bytes);
    if (room >= std::min(bytes, segment_bytes)) {
      const double part = bytes <= room ? bytes : std::round(room);
      leave(released_s, time_s, part);
      bytes -= part;
      room -= part;
    }
    if (bytes <= 0.0) return;
    const Flight& flight = flights_[next];
    released_s = std::max(released_s, flight.first_s);
    time_s = std::max({time_s, released_s, sent_until_s_});
    acknowledge(time_s);
    room += flight.unspent + std::clamp(growth_ * flight.unspent, 0.0, limit_of(flight) - window_);
  }
}

/// To which size the acknowledgements of a flight can widen the window, at least what it is.
double CongestionWindow::limit_of(const Flight& flight) const {
  return std::max(window_, std::min(flight.widest, largest_));
}

void CongestionWindow::leave(double released_s, double time_s, double bytes) {
  under_way_ += bytes;
  const double widest = 2.0 * under_way_;
  for (std::size_t i = flights_.size(); i > acknowledged_ && flights_[i - 1].widest < widest; --i) {
    flights_[i - 1].widest = widest;  // what follows before the first acknowledgement counts, too
  }
  const double first_s = time_s + route_.round_trip_s;
  const double takes_s = bytes / attainable_Bps_;
  flights_.push_back(
      {.bytes = bytes, .first_s = first_s, .last_s = first_s + takes_s, .widest = widest, .unspent = bytes});
  departures_.push_back({time_s, bytes});
  sent_until_s_ = time_s + takes_s;
  queued_s_ = sent_until_s_ - released_s;
}

void CongestionWindow::acknowledge(double until_s) {
  for (std::size_t i = acknowledged_; i < flights_.size() && flights_[i].first_s < until_s; ++i) {
    Flight& flight = flights_[i];
    const bool is_over = flight.last_s <= until_s;
    const double share = is_over ? 1.0 : (until_s - flight.first_s) / (flight.last_s - flight.first_s);
    const double acknowledged = flight.bytes * share;
    if (acknowledged <= flight.acknowledged) continue;
    const double more = acknowledged - std::exchange(flight.acknowledged, acknowledged);
    under_way_ -= more;
    window_ = std::min(window_ + growth_ * more, limit_of(flight));
  }
}

void CongestionWindow::forget_acknowledged() {
  while (!is_idle() && flights_[acknowledged_].acknowledged >= flights_[acknowledged_].bytes) ++acknowledged_;
  if (is_idle()) under_way_ = 0.0;  // no rounding is left behind
  const bool is_full = flights_.size() == flights_.capacity();
  if (is_full && 2 * acknowledged_ >= flights_.size()) {  // so that it costs no more than to file them did
    flights_.erase(flights_.begin(), flights_.begin() + static_cast<std::ptrdiff_t>(acknowledged_));
    acknowledged_ = 0;
  }
}

void CongestionWindow::shrink_if_idle(double now) {
  if (!idle_restart_s_ || !is_idle() || window_ <= initial_) return;
  const double in_queue_s = std::min(queued_s_, window_ / attainable_Bps_);  // no more is in the queue at a time
  const double timeout_s = *idle_restart_s_ + route_.round_trip_s + in_queue_s;
  for (double idle_s = now - sent_until_s_ - timeout_s; idle_s > 0.0 && window_ > initial_; idle_s -= timeout_s) {
    window_ = std::max(initial_, window_ / 2.0);
  }
}

}  // namespace lowband
