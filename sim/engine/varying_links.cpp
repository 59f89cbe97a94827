#include "sim/engine/varying_links.hpp"

#include <fmt/format.h>
#include <simgrid/kernel/resource/Action.hpp>
#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/kernel/resource/NetworkModelIntf.hpp>
#include <xbt/config.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "sim/base/error.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// So many changes in a row that find nothing under way, and the workers wait for each other for ever. At each of them
/// so many rounds of SimGrid's scheduler let those who wake at the same moment begin something.
constexpr int patience = 100;
constexpr int rounds = 1000;

/// Whether the model of the network solves constraints that change with a callback.
bool has_callbacks() {
  const auto hosts = simgrid::config::get_value<std::string>("host/model");
  const auto solver = simgrid::config::get_value<std::string>("network/solver");
  return (hosts == "default" || hosts == "compound") && (solver == "maxmin" || solver == "bmf");
}

/// Whether a message, a computation or a sleep is on its way to its end.
bool is_under_way(const sg::Engine& engine) {
  const auto& models = engine.get_all_models();
  return std::any_of(models.begin(), models.end(),
                     [](auto* model) { return !model->get_started_action_set()->empty(); });
}

}  // namespace

bool VaryingLinks::varies_latency(const std::vector<LinkChange>& changes, const PlatformProfiles& profiles) {
  return !profiles.latencies.empty() ||
         std::any_of(changes.begin(), changes.end(), [](const auto& change) { return change.latency_profile; });
}

void VaryingLinks::begin(const sg::Engine& engine, const std::vector<sg::Link*>& links, const LinkStates& states,
                         const PlatformSettings& settings, bool latencies_vary, bool has_coordinates) {
  states_ = &states;
  has_coordinates_ = has_coordinates;
  const auto configuration = settings.network.configuration();
  for (auto* link : links) {
    const LinkState& state = states.at(link);
    if (state.bandwidth.profile) bandwidths_.push_back({.link = link, .bandwidth = state.bandwidth});
  }
  if (latencies_vary) {
    vary_latencies(engine, std::stod(configuration.at("network/latency-factor")), settings.file);
    if (std::isfinite(settings.network.window_bytes())) {
      window_ = settings.network.window_bytes() * std::stod(configuration.at("network/bandwidth-factor"));
    }
  }
  if (bandwidths_.empty()) return;
  if (std::stod(configuration.at("network/weight-S")) > 0.0) {
    throw UsageError(
        fmt::format("{}: link \"{}\": expected network/weight-S = 0 for a bandwidth profile (presets tcp and ideal), "
                    "found {}: SimGrid loses messages",
                    settings.file, bandwidths_.front().link->get_name(), configuration.at("network/weight-S")));
  }
  vary_bandwidths(engine);
}

void VaryingLinks::vary_latencies(const sg::Engine& engine, double factor, const std::string& file) {
  const auto factor_now = [this, factor](double /*bytes*/, const sg::Host* from, const sg::Host* to,
                                         const std::vector<sg::Link*>& route,
                                         const std::unordered_set<sg::NetZone*>& /*zones*/) {
    const auto [unvaried_s, varied_s] = latencies(from, to, route);
    return unvaried_s > 0.0 ? factor * varied_s / unvaried_s : factor;
  };
  try {
    engine.get_netzone_root()->get_network_model()->set_lat_factor_cb(factor_now);
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("{}: SimGrid refuses a latency profile: {}", file, error.what()));
  }
}

VaryingLinks::Latencies VaryingLinks::latencies(const sg::Host* from, const sg::Host* to,
                                                const std::vector<sg::Link*>& route) const {
  Latencies latencies;
  for (const auto* link : route) {
    const ChangedQuantity& latency = states_->at(link).latency;
    latencies.unvaried_s += latency.value;
    latencies.varied_s += latency.value * (latency.profile ? latency.profile->factor_at(sg::Engine::get_clock()) : 1.0);
  }
  if (!has_coordinates_) return latencies;
  std::vector<sg::Link*> links;
  double total_s = 0.0;
  from->route_to(to, links, &total_s);
  latencies.varied_s += total_s - latencies.unvaried_s;
  latencies.unvaried_s = total_s;
  return latencies;
}

std::optional<double> VaryingLinks::rate_limit(const sg::Host* from, const sg::Host* to) const {
  if (!window_) return std::nullopt;
  std::vector<sg::Link*> route;
  from->route_to(to, route, nullptr);
  const double latency_s = latencies(from, to, route).varied_s;
  return latency_s > 0.0 ? std::optional(*window_ / (2.0 * latency_s)) : std::nullopt;
}

void VaryingLinks::plan(const Change& change) {
  const Profile& profile = *bandwidths_[change.link].bandwidth.profile;
  Change next = change;
  if (next.point == profile.points.size()) {
    if (!profile.period_s) return;
    next.point = 0;
    next.round += 1.0;
  }
  next.time_s = next.round * profile.period_s.value_or(0.0) + profile.points[next.point].time_s;
  changes_.push(next);
}

void VaryingLinks::VaryingBandwidth::set(double factor) {
  now_Bps = bandwidth.value * factor;
  link->set_bandwidth(has_constraint ? extremes(bandwidth).second : now_Bps);  // in any case flows share anew
}

void VaryingLinks::vary_bandwidths(const sg::Engine& engine) {
  for (std::size_t i = 0; i < bandwidths_.size(); ++i) {
    plan({.link = i});
    VaryingBandwidth& varying = bandwidths_[i];
    varying.has_constraint = has_callbacks() && varying.link->get_sharing_policy() == sg::Link::SharingPolicy::SHARED;
    if (varying.has_constraint) {
      varying.link->set_sharing_policy(sg::Link::SharingPolicy::NONLINEAR,
                                       [&varying](double /*most*/, int /*flows*/) { return varying.now_Bps; });
    }
    varying.set(varying.bandwidth.profile->factor_at(0.0));
  }
  const auto vary = [this, &engine] {
    // A daemon that sleeps on and on hides from SimGrid that the workers are deadlocked, so this one gives up.
    for (int idle = 0; idle < patience && !changes_.empty();) {
      const double now = changes_.top().time_s;
      sg::this_actor::sleep_until(now);
      while (!changes_.empty() && changes_.top().time_s == now) {
        Change change = changes_.top();
        changes_.pop();
        VaryingBandwidth& varying = bandwidths_[change.link];
        varying.set(varying.bandwidth.profile->points[change.point].factor);
        ++change.point;
        plan(change);
      }
      for (int round = 0; round < rounds && !is_under_way(engine); ++round) sg::this_actor::yield();
      idle = is_under_way(engine) ? 0 : idle + 1;
    }
  };
  sg::Actor::create("profiles", engine.get_all_hosts().front(), vary)->daemonize();
}

}  // namespace lowband
