// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/varying_links.hpp"

#include <fmt/format.h>
#include <simgrid/kernel/resource/Action.hpp>
#include <simgrid/kernel/resource/Model.hpp>
#include <xbt/config.hpp>

#include <algorithm>
#include <string>

#include "sim/base/error.hpp"
#include "sim/engine/simgrid_versions.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// So many changes in a row that find nothing under way, and the workers wait for each other for ever. At each of them
/// so many rounds of SimGrid's scheduler let those who wake at the same moment begin something.
constexpr int patience = 100;
constexpr int rounds = 1000;

/// In an outage: SimGrid leaves constraints of 0 out. A byte takes 30 years.
constexpr double standstill_Bps = 1e-9;

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

void VaryingLinks::begin(const sg::Engine& engine, const std::vector<sg::Link*>& links, const LinkStates& states,
                         const PlatformSettings& settings) {
  for (auto* link : links) {
    const LinkState& state = states.at(link);
    if (state.bandwidth.profile) bandwidths_.push_back({.link = link, .bandwidth = state.bandwidth});
  }
  if (bandwidths_.empty()) return;
  const std::string weight = settings.network.configuration().at("network/weight-S");
  if (std::stod(weight) > 0.0) {
    throw UsageError(
        fmt::format("{}: link \"{}\": expected network/weight-S = 0 for a bandwidth profile (presets tcp and ideal), "
                    "found {}: SimGrid loses messages",
                    settings.file, bandwidths_.front().link->get_name(), weight));
  }
  vary_bandwidths(engine);
  for (const auto& varying : bandwidths_) {
    if (varying.has_constraint || extremes(varying.bandwidth).first > 0.0) continue;
    throw UsageError(
        fmt::format("{}: link \"{}\": expected bandwidths above 0, as it is a fat pipe or the platform's "
                    "host/model does not let flows under way stand still, found an outage",
                    settings.file, varying.link->get_name()));
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

void VaryingLinks::VaryingBandwidth::set(double factor) {
  now_Bps = std::max(bandwidth.value * factor, standstill_Bps);
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
  begin_actor("profiles", engine.get_all_hosts().front(), vary)->daemonize();
}

}  // namespace lowband
