// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simgrid/s4u.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/latencies.hpp"
#include "sim/engine/platform.hpp"
#include "sim/engine/platform_changes.hpp"
#include "sim/engine/platform_xml.hpp"
#include "sim/engine/varying_links.hpp"

namespace lowband {

/// A platform loaded into this process's one SimGrid engine.
class SimgridPlatform {
 public:
  /// Throws UsageError; SimGrid may also end the process, with its reason on standard error.
  explicit SimgridPlatform(const PlatformSettings& settings);
  SimgridPlatform(const SimgridPlatform&) = delete;
  SimgridPlatform& operator=(const SimgridPlatform&) = delete;
  SimgridPlatform(SimgridPlatform&&) = delete;
  SimgridPlatform& operator=(SimgridPlatform&&) = delete;
  ~SimgridPlatform() = default;

  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  [[nodiscard]] const simgrid::s4u::Engine& engine() const noexcept { return *engine_; }
  /// The host of each node, by rank.
  [[nodiscard]] const std::vector<simgrid::s4u::Host*>& hosts() const noexcept { return hosts_; }
  [[nodiscard]] int hosts_in_file() const noexcept { return hosts_in_file_; }
  /// SimGrid's own link of every host to itself, which a route between zones may cross; null where it has none.
  [[nodiscard]] const simgrid::s4u::Link* loopback() const noexcept { return loopback_; }
  /// All links but loopback(), by name.
  [[nodiscard]] const std::vector<simgrid::s4u::Link*>& links() const noexcept { return links_; }
  /// The links that a message from one worker to another crosses: none between coordinates (Vivaldi). Throws
  /// UsageError if there is no route, or it crosses Wi-Fi.
  [[nodiscard]] std::vector<simgrid::s4u::Link*> route(int from, int to, double* latency = nullptr) const;
  /// What a message from one worker to another that leaves now finds on its way.
  [[nodiscard]] RouteSpeed speed(int from, int to) const;
  /// The same, of these links.
  [[nodiscard]] RouteSpeed speed(const std::vector<simgrid::s4u::Link*>& links) const {
    return latencies_.speed_of(links);
  }
  /// The most that a message which leaves now may have, bytes/s, where SimGrid does not see to that itself.
  [[nodiscard]] std::optional<double> rate_limit(int from, int to) const;
  /// "host "a" is off", or "link "l" is off", for what keeps a message from one worker from another; else empty.
  [[nodiscard]] std::string obstacle(int from, int to) const;

  /// The network in force: without connections of TCP where the platform's model of hosts brings a network of its own.
  [[nodiscard]] const NetworkSettings& network() const noexcept { return network_; }
  /// SimGrid's settings in force: those of the network, and those that the platform file adds or overrides. Where the
  /// platform has a model of hosts that brings a network of its own, what that leaves aside is not among them.
  [[nodiscard]] const std::map<std::string, std::string>& settings() const noexcept { return settings_; }
  /// The number that a setting is, or 1 where it is not in force.
  [[nodiscard]] double factor(const std::string& setting) const;
  /// SimGrid makes a sleep below this, above 0, this long.
  [[nodiscard]] double clock_resolution_s() const noexcept { return clock_resolution_s_; }
  /// What in the platform file has no effect, a sentence each.
  [[nodiscard]] const std::vector<std::string>& warnings() const noexcept { return warnings_; }

  // After the scenario's changes, but for profiles. SimGrid itself tells the speed of the file, and the bandwidth
  // of the moment.
  [[nodiscard]] double speed_flops(const simgrid::s4u::Host* host) const { return host_states_.at(host).speed.value; }
  [[nodiscard]] double bandwidth_Bps(const simgrid::s4u::Link* link) const {
    return link_states_.at(link).bandwidth.value;
  }
  [[nodiscard]] double latency_s(const simgrid::s4u::Link* link) const { return link_states_.at(link).latency.value; }

  /// The same with profiles, over time.
  [[nodiscard]] const LinkState& state(const simgrid::s4u::Link* link) const { return link_states_.at(link); }
  [[nodiscard]] const HostState& state(const simgrid::s4u::Host* host) const { return host_states_.at(host); }

  /// Whether a profile, of the scenario or of the platform file, changes bandwidth or latency of a link during the
  /// simulation.
  [[nodiscard]] bool varies(const simgrid::s4u::Link* link) const {
    return state(link).bandwidth.profile != nullptr || state(link).latency.profile != nullptr;
  }

 private:
  void load(const PlatformXml& xml);
  void take_settings(const PlatformXml& xml, const NetworkSettings& network);
  void check_settings();
  void choose_hosts(const PlatformSettings& settings, const std::vector<simgrid::s4u::Host*>& in_file_order);
  void choose_hosts_of_others(const std::vector<NodePlace>& others,
                              const std::vector<simgrid::s4u::Host*>& in_file_order);
  [[nodiscard]] simgrid::s4u::Host* host_named(const std::string& name,
                                               const std::vector<simgrid::s4u::Host*>& all) const;
  void change_links(const PlatformSettings& settings, const PlatformProfiles& profiles);

  std::string file_;
  NetworkSettings network_;
  std::unique_ptr<simgrid::s4u::Engine> engine_;
  std::vector<simgrid::s4u::Host*> hosts_;
  std::vector<simgrid::s4u::Link*> links_;
  const simgrid::s4u::Link* loopback_ = nullptr;
  int hosts_in_file_ = 0;
  std::map<std::string, std::string> settings_;
  std::vector<std::string> warnings_;
  double clock_resolution_s_ = 0.0;
  LinkStates link_states_;
  HostStates host_states_;
  Latencies latencies_;
  VaryingLinks varying_links_;
};

}  // namespace lowband
