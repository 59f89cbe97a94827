#include "sim/engine/platform_changes.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/base/error.hpp"

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
    if (::fnmatch(pattern.c_str(), one->get_cname(), 0) == 0) found.push_back(one);
  }
  if (!found.empty()) return found;
  const auto nearest = nearest_name(pattern, names);
  throw UsageError(fmt::format("{}: no {} matches \"{}\"{}", file, kind, pattern,
                               names.empty()     ? ": it has none"
                               : nearest.empty() ? fmt::format(" (there {} {}, such as \"{}\")",
                                                               names.size() == 1 ? "is" : "are", names.size(), names[0])
                                                 : fmt::format(", did you mean \"{}\"?", nearest)));
}

void change(ChangedQuantity& quantity, const std::optional<double>& value, const std::optional<double>& factor,
            const std::shared_ptr<const Profile>& profile) {
  if (value) quantity.value = *value;
  if (factor) quantity.value *= *factor;
  if (profile) quantity.profile = profile;
}

/// The least and the greatest value that the quantity ever has.
std::pair<double, double> extremes(const ChangedQuantity& quantity) {
  std::pair<double, double> factors(1.0, 1.0);
  if (quantity.profile) {
    for (const auto& point : quantity.profile->points) {
      factors = {std::min(factors.first, point.factor), std::max(factors.second, point.factor)};
    }
  }
  return {quantity.value * factors.first, quantity.value * factors.second};
}

bool is_positive(const ChangedQuantity& quantity) {
  const auto [least, greatest] = extremes(quantity);
  return least > 0.0 && std::isfinite(greatest);
}

bool is_duration(const ChangedQuantity& quantity) {
  const auto [least, greatest] = extremes(quantity);
  return least >= 0.0 && std::isfinite(greatest);
}

}  // namespace

// SimGrid takes any number, and dies of it in the middle of the simulation, or goes back in time.

LinkStates changed_links(const std::vector<sg::Link*>& links, const std::vector<LinkChange>& changes,
                         const std::string& file) {
  LinkStates states;
  for (const auto* link : links) states[link] = {{link->get_bandwidth(), nullptr}, {link->get_latency(), nullptr}};
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

HostStates changed_hosts(const std::vector<sg::Host*>& hosts, const std::vector<HostChange>& changes,
                         const std::string& file) {
  HostStates states;
  for (const auto* host : hosts) states[host] = {{host->get_speed(), nullptr}};
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
