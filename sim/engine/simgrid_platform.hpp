#pragma once

#include <simgrid/s4u.hpp>

#include <memory>
#include <vector>

#include "sim/engine/platform.hpp"
#include "sim/engine/platform_changes.hpp"
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

  [[nodiscard]] const simgrid::s4u::Engine& engine() const noexcept { return *engine_; }
  /// The host of each worker, by rank.
  [[nodiscard]] const std::vector<simgrid::s4u::Host*>& hosts() const noexcept { return hosts_; }
  [[nodiscard]] int hosts_in_file() const noexcept { return hosts_in_file_; }
  /// All links but SimGrid's loopback, by name.
  [[nodiscard]] const std::vector<simgrid::s4u::Link*>& links() const noexcept { return links_; }
  /// The links that a message from one worker to another crosses. Throws UsageError if there is no route.
  [[nodiscard]] std::vector<simgrid::s4u::Link*> route(int from, int to, double* latency = nullptr) const;

  // After the scenario's changes, but for its profiles. SimGrid itself tells the speed of the file, and the bandwidth
  // of the moment.
  [[nodiscard]] double speed_flops(const simgrid::s4u::Host* host) const { return host_states_.at(host).speed.value; }
  [[nodiscard]] double bandwidth_Bps(const simgrid::s4u::Link* link) const {
    return link_states_.at(link).bandwidth.value;
  }
  [[nodiscard]] double latency_s(const simgrid::s4u::Link* link) const { return link_states_.at(link).latency.value; }

  /// Whether a profile, of the scenario or of the platform file, changes the host's speed during the simulation: then a
  /// computation of t seconds at speed_flops() is a SimGrid execution of t x host->get_speed() flops. Where the file
  /// has a profile of any host's speed, true for all.
  [[nodiscard]] bool varies(const simgrid::s4u::Host* host) const;
  /// The same for the bandwidth or latency of a link.
  [[nodiscard]] bool varies(const simgrid::s4u::Link* link) const;

 private:
  void choose_hosts(const PlatformSettings& settings, const std::vector<simgrid::s4u::Host*>& in_file_order);
  void change_links(const PlatformSettings& settings);
  void change_hosts(const std::vector<simgrid::s4u::Host*>& in_file_order, const std::vector<HostChange>& changes);

  std::string file_;
  std::unique_ptr<simgrid::s4u::Engine> engine_;
  std::vector<simgrid::s4u::Host*> hosts_;
  std::vector<simgrid::s4u::Link*> links_;
  int hosts_in_file_ = 0;
  LinkStates link_states_;
  HostStates host_states_;
  VaryingLinks varying_links_;
  bool hosts_vary_in_file_ = false;
  bool links_vary_in_file_ = false;
};

}  // namespace lowband
