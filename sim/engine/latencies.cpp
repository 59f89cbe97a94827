// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/latencies.hpp"

#include <fmt/format.h>
#include <xbt/config.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "sim/base/error.hpp"
#include "sim/engine/simgrid_versions.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

double latency_now_s(const ChangedQuantity& latency) {
  return latency.profile ? latency.value * latency.profile->factor_at(sg::Engine::get_clock()) : latency.value;
}

/// What leaves in an outage finds the line as it is when that is over.
double bandwidth_now_Bps(const ChangedQuantity& bandwidth) {
  if (!bandwidth.profile) return bandwidth.value;
  return bandwidth.value * bandwidth.profile->factor_after_outage(sg::Engine::get_clock());
}

}  // namespace

bool Latencies::vary(const std::vector<LinkChange>& changes, const PlatformProfiles& profiles) {
  return !profiles.latencies.empty() ||
         std::any_of(changes.begin(), changes.end(), [](const auto& change) { return change.latency_profile; });
}

bool Latencies::need_factor(const NetworkSettings& network, bool vary) {
  return vary || network.tcp_in_force().store_and_forward;
}

void Latencies::begin(const sg::Engine& engine, const LinkStates& states, const NetworkSettings& network,
                      const std::string& file, bool vary, bool has_coordinates) {
  states_ = &states;
  has_coordinates_ = has_coordinates;
  store_and_forward_ = network.tcp_in_force().store_and_forward;
  links_vary_ = std::any_of(states.begin(), states.end(), [](const auto& each) {
    return each.second.bandwidth.profile != nullptr || each.second.latency.profile != nullptr;
  });
  if (!need_factor(network, vary)) return;
  const auto configuration = network.configuration();
  factor_ = std::stod(configuration.at("network/latency-factor"));
  if (vary && std::isfinite(network.window_bytes())) {
    window_ = network.window_bytes() * std::stod(configuration.at("network/bandwidth-factor"));
  }
  const auto factor = [this](double bytes, const sg::Host* from, const sg::Host* to, const Route& route,
                             const std::unordered_set<sg::NetZone*>& /*zones*/) {
    return factor_now(bytes, from, to, route);
  };
  try {
    set_latency_factor(engine, factor);
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("{}: SimGrid refuses {}: {}", file,
                                 vary ? "a latency profile" : "\"store_and_forward\": true with this network",
                                 error.what()));
  }
}

double Latencies::unvaried_s(const Route& route, double in_simgrid_s) const {
  double sum_s = 0.0;
  for (const auto* link : route) sum_s += states_->at(link).latency.value;
  return sum_s + beside_links_s(route, in_simgrid_s);
}

/// What of a route's latency belongs to none of its links.
double Latencies::beside_links_s(const Route& route, double in_simgrid_s) const {
  if (!has_coordinates_) return 0.0;
  for (const auto* link : route) in_simgrid_s -= link->get_latency();
  return in_simgrid_s;
}

double Latencies::factor_now(double bytes, const sg::Host* from, const sg::Host* to, const Route& route) const {
  double in_simgrid_s = 0.0;
  if (has_coordinates_) {
    Route links;
    from->route_to(to, links, &in_simgrid_s);
  } else {
    for (const auto* link : route) in_simgrid_s += link->get_latency();
  }
  if (!(in_simgrid_s > 0.0)) return factor_;
  const RouteSpeed speed = speed_of(route);
  const double latency_s = speed.latency_s + beside_links_s(route, in_simgrid_s);
  return (factor_ * latency_s + store_and_forward_s(speed.forwarding_s, bytes)) / in_simgrid_s;
}

/// Asked for every message: where nothing varies, of the links themselves.
RouteSpeed Latencies::speed_of(const Route& route) const {
  RouteSpeed speed;
  speed.bandwidth_Bps = std::numeric_limits<double>::infinity();
  double all_s = 0.0;
  for (const auto* link : route) {
    double bandwidth_Bps = link->get_bandwidth();
    double latency_s = link->get_latency();
    if (links_vary_) {
      const LinkState& state = states_->at(link);
      bandwidth_Bps = bandwidth_now_Bps(state.bandwidth);
      latency_s = latency_now_s(state.latency);
      speed.varies = speed.varies || state.bandwidth.profile || state.latency.profile;
    } else if (latency_s == stand_in_s) {
      latency_s = 0.0;
    }
    speed.latency_s += latency_s;
    speed.bandwidth_Bps = std::min(speed.bandwidth_Bps, bandwidth_Bps);
    all_s += 1.0 / bandwidth_Bps;
  }
  if (store_and_forward_ && route.size() > 1) speed.forwarding_s = all_s - 1.0 / speed.bandwidth_Bps;
  return speed;
}

RouteSpeed Latencies::speed(const sg::Host* from, const sg::Host* to) const {
  Route route;
  double in_simgrid_s = 0.0;
  from->route_to(to, route, &in_simgrid_s);
  RouteSpeed speed = speed_of(route);
  speed.latency_s += beside_links_s(route, in_simgrid_s);
  return speed;
}

std::optional<double> Latencies::rate_limit(const sg::Host* from, const sg::Host* to) const {
  if (!window_) return std::nullopt;
  const double latency_s = speed(from, to).latency_s;
  return latency_s > 0.0 ? std::optional(*window_ / (2.0 * latency_s)) : std::nullopt;
}

}  // namespace lowband
