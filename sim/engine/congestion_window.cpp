#include "sim/engine/congestion_window.hpp"

#include <algorithm>
#include <cmath>

namespace lowband {

CongestionWindow::CongestionWindow(const TcpSettings& settings, double window_bytes, const Route& route)
    : largest_(window_bytes),
      initial_(settings.initial_window ? std::min(*settings.initial_window * segment_bytes, largest_) : largest_),
      growth_(settings.window_growth),
      idle_restart_s_(settings.idle_restart_s),
      route_(route),
      window_(initial_) {}

bool CongestionWindow::matters(const TcpSettings& settings, double window_bytes, const Route& route) {
  return CongestionWindow(settings, window_bytes, route).initial_ < route.rate_Bps * route.round_trip_s;
}

std::span<const Departure> CongestionWindow::send(double now, double bytes) {
  departures_.clear();
  double time_s = std::max(now, left_at_s_);  // what was handed over before leaves before
  acknowledge(time_s);
  forget_acknowledged();
  shrink_if_idle(time_s);
  double room = window_ - under_way_;  // below 0 if the line, not the window, held back what is under way
  const bool is_steady = is_idle() && window_ >= largest_;  // the rate that the largest window leaves
  if (is_steady) room = std::max(room, bytes);
  for (std::size_t next = acknowledged_;; ++next) {
    // Nobody sends less than a segment if there is more to send.
    if (room >= std::min(bytes, segment_bytes)) {
      const double part = bytes <= room ? bytes : std::round(room);
      leave(time_s, part);
      bytes -= part;
      room -= part;
    }
    if (bytes <= 0.0) return departures_;
    const Flight& flight = flights_[next];
    time_s = std::max(time_s, flight.first_s);
    acknowledge(time_s);
    const double made = flight.unspent + std::min(growth_ * flight.unspent, std::max(0.0, largest_ - window_));
    if (room < 0.0 && room + made > 0.0) time_s += std::max(0.0, flight.last_s - time_s) * -room / made;
    room += made;
    // From a round on that fills the line or the largest window, acknowledgements come as fast as parts can leave.
    const bool is_full = flight.bytes >= route_.rate_Bps * route_.round_trip_s || window_ >= largest_;
    if (is_full && room > 0.0) room = std::max(room, bytes);
  }
}

double CongestionWindow::attainable_Bps() const { return std::min(route_.rate_Bps, largest_ / route_.round_trip_s); }

void CongestionWindow::leave(double time_s, double bytes) {
  acknowledge(time_s);
  under_way_ += bytes;
  const double first_s = time_s + route_.round_trip_s;
  const double takes_s = bytes / attainable_Bps();
  flights_.push_back(
      {.bytes = bytes, .first_s = first_s, .last_s = first_s + takes_s, .widest = 2.0 * under_way_, .unspent = bytes});
  departures_.push_back({time_s, bytes});
  left_at_s_ = time_s;
  sent_until_s_ = time_s + takes_s;
}

void CongestionWindow::acknowledge(double until_s) {
  if (until_s <= acknowledged_until_s_) return;
  acknowledged_until_s_ = until_s;
  for (std::size_t i = acknowledged_; i < flights_.size() && flights_[i].first_s < until_s; ++i) {
    Flight& flight = flights_[i];
    const bool is_over = flight.last_s <= until_s;
    const double share = is_over ? 1.0 : (until_s - flight.first_s) / (flight.last_s - flight.first_s);
    const double more = flight.bytes * share - flight.acknowledged;
    if (more <= 0.0) continue;
    flight.acknowledged = flight.bytes * share;
    under_way_ -= more;
    window_ = std::max(window_, std::min({window_ + growth_ * more, flight.widest, largest_}));
    if (is_over) queued_s_ = flight.last_s - flight.first_s;
  }
}

/// What has been acknowledged so far has made its room: the rest of each flight has yet to.
void CongestionWindow::forget_acknowledged() {
  while (!is_idle() && flights_[acknowledged_].acknowledged >= flights_[acknowledged_].bytes) ++acknowledged_;
  if (is_idle()) under_way_ = 0.0;             // no rounding is left behind
  if (2 * acknowledged_ >= flights_.size()) {  // now and then, so that it costs no more than to file them did
    flights_.erase(flights_.begin(), flights_.begin() + static_cast<std::ptrdiff_t>(acknowledged_));
    acknowledged_ = 0;
  }
  for (std::size_t i = acknowledged_; i < flights_.size(); ++i) {
    flights_[i].unspent = flights_[i].bytes - flights_[i].acknowledged;
    if (flights_[i].acknowledged <= 0.0) break;  // those behind have not been acknowledged either
  }
}

void CongestionWindow::shrink_if_idle(double now) {
  if (!idle_restart_s_ || !is_idle() || !sent_until_s_) return;
  const double timeout_s = *idle_restart_s_ + route_.round_trip_s + queued_s_;
  for (double idle_s = now - *sent_until_s_ - timeout_s; idle_s > 0.0 && window_ > initial_; idle_s -= timeout_s) {
    window_ = std::max(initial_, window_ / 2.0);
  }
}

}  // namespace lowband
