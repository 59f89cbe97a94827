// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simgrid/s4u.hpp>

#include <optional>
#include <string>
#include <vector>

#include "sim/engine/platform_changes.hpp"
#include "sim/engine/route_speed.hpp"

namespace lowband {

/// The latency that a message pays where SimGrid does not say it alone: where latencies vary over time, and where
/// frames are stored and forwarded. SimGrid 3.32 has profiles for latencies, but one that changes while a message pays
/// it lets that message never arrive. So links keep theirs, and a factor makes up for the difference when a message
/// leaves: what leaves pays the latency of that moment, and has the window over twice that latency.
class Latencies {
 public:
  using Route = std::vector<simgrid::s4u::Link*>;

  /// Before the platform is loaded: latencies can vary only if SimGrid's own network/TCP-gamma sets no limit.
  [[nodiscard]] static bool vary(const std::vector<LinkChange>& changes, const PlatformProfiles& profiles);
  /// Before the platform is loaded: such latencies need SimGrid's own network/latency-factor left alone.
  [[nodiscard]] static bool need_factor(const NetworkSettings& network, bool vary);
  /// What links have in SimGrid in place of a latency of 0, where a factor is to give them some; nobody pays it. A
  /// number that no platform has.
  static constexpr double stand_in_s = 1.000000123e-9;

  /// Once the platform is loaded and before the engine runs. `states` live as long as this does. `vary` is what vary()
  /// said; `has_coordinates`: a part of a route's latency may belong to none of its links. Throws UsageError
  /// "FILE: ...".
  void begin(const simgrid::s4u::Engine& engine, const LinkStates& states, const NetworkSettings& network,
             const std::string& file, bool vary, bool has_coordinates);

  /// Of a route which takes `in_simgrid_s` in SimGrid, but for profiles.
  [[nodiscard]] double unvaried_s(const Route& route, double in_simgrid_s) const;
  /// Of the links of a route, at this moment.
  [[nodiscard]] RouteSpeed speed_of(const Route& route) const;
  /// Of the route between two hosts, at this moment.
  [[nodiscard]] RouteSpeed speed(const simgrid::s4u::Host* from, const simgrid::s4u::Host* to) const;
  /// The most that a message which leaves now may have, bytes/s: the window over twice the latency of this moment.
  /// Nothing where latencies do not vary or there is no window: SimGrid sees to it.
  [[nodiscard]] std::optional<double> rate_limit(const simgrid::s4u::Host* from, const simgrid::s4u::Host* to) const;

 private:
  [[nodiscard]] double factor_now(double bytes, const simgrid::s4u::Host* from, const simgrid::s4u::Host* to,
                                  const Route& route) const;
  [[nodiscard]] double beside_links_s(const Route& route, double in_simgrid_s) const;

  const LinkStates* states_ = nullptr;
  bool links_vary_ = false;  ///< in bandwidth or latency
  bool has_coordinates_ = false;
  bool store_and_forward_ = false;
  double factor_ = 1.0;           ///< the network's, of all latencies
  std::optional<double> window_;  ///< bytes, in terms of rates without the network's bandwidth factor
};

}  // namespace lowband
