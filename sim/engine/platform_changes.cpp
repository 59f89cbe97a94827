// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/platform_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/name_pattern.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// The links, or hosts, whose names match. Throws UsageError if there is none; `kind` is the word for one of them.
template <class Resource>
std::vector<const Resource*> matching(const std::vector<Resource*>& all, const std::string& pattern,
                                      const std::string& kind, const std::string& file) {
  std::vector<const Resource*> found;
  std::vector<std::string> names;
  for (const auto* one : all) {
    names.push_back(one->get_name());
    if (matches(pattern, names.back())) found.push_back(one);
  }
  if (!found.empty()) return found;
  throw UsageError(fmt::format("{}: {}", file, no_match(kind, pattern, names)));
}

void change(ChangedQuantity& quantity, const std::optional<double>& value, const std::optional<double>& factor,
            const std::shared_ptr<const Profile>& profile) {
  if (value) quantity.value = *value;
  if (quantity.is_profile_of_file && (value || profile)) {
    quantity.profile = nullptr;
    quantity.is_profile_of_file = false;
    quantity.has_replaced_that = true;
  }
  if (factor) quantity.value *= *factor;
  if (profile) quantity.profile = profile;
}

/// A quantity as the file has it. The factors of its profile there, if it has any, are multiples of `unit`.
ChangedQuantity in_file(double value, const std::map<std::string, Profile>& profiles, const std::string& name,
                        double unit) {
  const auto found = profiles.find(name);
  if (found == profiles.end()) return {.value = value};
  Profile profile = found->second;
  for (auto& point : profile.points) point.factor /= unit;
  return {.value = value, .profile = std::make_shared<const Profile>(std::move(profile)), .is_profile_of_file = true};
}

/// Throws UsageError if a profile is of something that is not there.
template <class Resource>
void check_names(const std::map<std::string, Profile>& profiles, const std::vector<Resource*>& all,
                 const std::string& kind, const std::string& file) {
  if (profiles.empty()) return;
  std::vector<std::string> names;
  for (const auto* one : all) names.push_back(one->get_name());
  for (const auto& [name, profile] : profiles) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    throw UsageError(fmt::format("{}: a profile is of {} \"{}\", which is not there{}", file, kind, name,
                                 did_you_mean(name, names)));
  }
}

/// But for outages.
bool is_positive(const ChangedQuantity& quantity) {
  const auto [least, greatest] = extremes(quantity);
  return quantity.value > 0.0 && least >= 0.0 && greatest > 0.0 && std::isfinite(greatest);
}

bool is_duration(const ChangedQuantity& quantity) {
  const auto [least, greatest] = extremes(quantity);
  return least >= 0.0 && std::isfinite(greatest);
}

}  // namespace

std::pair<double, double> extremes(const ChangedQuantity& quantity) {
  if (!quantity.profile) return {quantity.value, quantity.value};
  // Before the first point the factor is 1, unless that is at the beginning.
  const double at_first = quantity.profile->factor_at(0.0);
  std::pair<double, double> factors(at_first, at_first);
  for (const auto& point : quantity.profile->points) {
    factors = {std::min(factors.first, point.factor), std::max(factors.second, point.factor)};
  }
  return {quantity.value * factors.first, quantity.value * factors.second};
}

// SimGrid takes any number, and dies of it in the middle of the simulation, or goes back in time.

LinkStates changed_links(const std::vector<sg::Link*>& links, const PlatformProfiles& profiles,
                         const std::vector<LinkChange>& changes, const std::string& file) {
  check_names(profiles.bandwidths, links, "link", file);
  check_names(profiles.latencies, links, "link", file);
  LinkStates states;
  for (const auto* link : links) {
    const double bandwidth = link->get_bandwidth();
    const double latency = link->get_latency();
    if (latency <= 0.0 && profiles.latencies.contains(link->get_name())) {
      throw UsageError(
          fmt::format("{}: link \"{}\": expected a latency above 0 beside a profile of latencies, found {}", file,
                      link->get_name(), latency));
    }
    states[link] = {in_file(bandwidth, profiles.bandwidths, link->get_name(), bandwidth),
                    in_file(latency, profiles.latencies, link->get_name(), latency)};
  }
  for (const auto& one : changes) {
    for (const auto* link : matching(links, one.match, "link", file)) {
      change(states[link].bandwidth, one.bandwidth_Bps, one.bandwidth_factor, one.bandwidth_profile);
      change(states[link].latency, one.latency_s, one.latency_factor, one.latency_profile);
    }
  }
  for (const auto* link : links) {
    const LinkState& state = states[link];
    if (is_positive(state.bandwidth) && is_duration(state.latency)) continue;
    throw UsageError(
        fmt::format("{}: link \"{}\": expected a bandwidth above 0 and a latency from 0, found {} B/s, {} s", file,
                    link->get_name(), state.bandwidth.value, state.latency.value));
  }
  return states;
}

HostStates changed_hosts(const std::vector<sg::Host*>& hosts, const PlatformProfiles& profiles,
                         const std::vector<HostChange>& changes, const std::string& file) {
  check_names(profiles.speeds, hosts, "host", file);
  HostStates states;
  for (const auto* host : hosts) states[host] = {in_file(host->get_speed(), profiles.speeds, host->get_name(), 1.0)};
  for (const auto& one : changes) {
    for (const auto* host : matching(hosts, one.match, "host", file)) {
      change(states[host].speed, one.speed_flops, one.speed_factor, one.speed_profile);
    }
  }
  for (const auto* host : hosts) {
    const HostState& state = states[host];
    if (is_positive(state.speed)) continue;
    throw UsageError(
        fmt::format("{}: host \"{}\": expected a speed above 0, found {}", file, host->get_name(), state.speed.value));
  }
  return states;
}

}  // namespace lowband
