#include "sim/engine/varying_links.hpp"

#include <fmt/format.h>
#include <simgrid/kernel/resource/Action.hpp>
#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/kernel/resource/NetworkModelIntf.hpp>

#include <algorithm>
#include <unordered_set>

#include "sim/base/error.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// So many changes in a row that find nothing under way, and the workers wait for each other for ever. At each of them
/// so many rounds of SimGrid's scheduler let those who wake at the same moment begin something.
constexpr int patience = 100;
constexpr int rounds = 1000;

/// Whether a message, a computation or a sleep is on its way to its end.
bool is_under_way(const sg::Engine& engine) {
  const auto& models = engine.get_all_models();
  return std::any_of(models.begin(), models.end(),
                     [](auto* model) { return !model->get_started_action_set()->empty(); });
}

}  // namespace

bool VaryingLinks::varies_latency(const std::vector<LinkChange>& changes) {
  return std::any_of(changes.begin(), changes.end(), [](const auto& change) { return change.latency_profile; });
}

void VaryingLinks::begin(const sg::Engine& engine, const std::vector<sg::Link*>& links, const LinkStates& states,
                         const std::map<std::string, std::string>& network, const std::string& file) {
  bool latencies = false;
  for (auto* link : links) {
    const LinkState& state = states.at(link);
    latencies = latencies || state.latency.profile;
    if (state.bandwidth.profile) bandwidths_.push_back({link, state.bandwidth});
  }
  if (latencies) vary_latencies(engine, states, std::stod(network.at("network/latency-factor")), file);
  if (bandwidths_.empty()) return;
  if (std::stod(network.at("network/weight-S")) > 0.0) {
    throw UsageError(
        fmt::format("{}: link \"{}\": expected network/weight-S = 0 for a bandwidth profile (presets tcp and ideal), "
                    "found {}: SimGrid loses messages",
                    file, bandwidths_.front().link->get_name(), network.at("network/weight-S")));
  }
  vary_bandwidths(engine);
}

void VaryingLinks::vary_latencies(const sg::Engine& engine, const LinkStates& states, double factor,
                                  const std::string& file) {
  const auto factor_now = [&states, factor](double /*bytes*/, const sg::Host* /*from*/, const sg::Host* /*to*/,
                                            const std::vector<sg::Link*>& route,
                                            const std::unordered_set<sg::NetZone*>& /*zones*/) {
    double unvaried = 0.0;
    double varied = 0.0;
    for (const auto* link : route) {
      const auto found = states.find(link);  // SimGrid's loopback is not among them
      if (found == states.end()) continue;
      const ChangedQuantity& latency = found->second.latency;
      unvaried += latency.value;
      varied += latency.value * (latency.profile ? latency.profile->factor_at(sg::Engine::get_clock()) : 1.0);
    }
    return unvaried > 0.0 ? factor * varied / unvaried : factor;
  };
  try {
    engine.get_netzone_root()->get_network_model()->set_lat_factor_cb(factor_now);
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("{}: SimGrid refuses a latency profile: {}", file, error.what()));
  }
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

void VaryingLinks::vary_bandwidths(const sg::Engine& engine) {
  for (std::size_t i = 0; i < bandwidths_.size(); ++i) plan({.link = i});
  const auto vary = [this, &engine] {
    // A daemon that sleeps on and on hides from SimGrid that the workers are deadlocked, so this one gives up.
    for (int idle = 0; idle < patience && !changes_.empty();) {
      const double now = changes_.top().time_s;
      sg::this_actor::sleep_until(now);
      while (!changes_.empty() && changes_.top().time_s == now) {
        Change change = changes_.top();
        changes_.pop();
        const auto& [link, bandwidth] = bandwidths_[change.link];
        link->set_bandwidth(bandwidth.value * bandwidth.profile->points[change.point].factor);
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
