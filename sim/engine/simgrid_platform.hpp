#pragma once

#include <simgrid/s4u.hpp>

#include <memory>
#include <vector>

#include "sim/engine/platform.hpp"

namespace lowband {

/// A platform loaded into this process's one SimGrid engine.
class SimgridPlatform {
 public:
  /// Throws UsageError; SimGrid may also end the process, with its reason on standard error.
  explicit SimgridPlatform(const PlatformSettings& settings);

  [[nodiscard]] const simgrid::s4u::Engine& engine() const noexcept { return *engine_; }
  /// The host of each worker, by rank.
  [[nodiscard]] const std::vector<simgrid::s4u::Host*>& hosts() const noexcept { return hosts_; }
  [[nodiscard]] int hosts_in_file() const noexcept { return hosts_in_file_; }
  /// All links but SimGrid's loopback, by name.
  [[nodiscard]] const std::vector<simgrid::s4u::Link*>& links() const noexcept { return links_; }
  /// The links that a message from one worker to another crosses. Throws UsageError if there is no route.
  [[nodiscard]] std::vector<simgrid::s4u::Link*> route(int from, int to, double* latency = nullptr) const;

 private:
  void check_speeds(const std::vector<simgrid::s4u::Host*>& hosts) const;
  void choose_hosts(const PlatformSettings& settings, const std::vector<simgrid::s4u::Host*>& in_file_order);
  void change_links(const std::vector<LinkChange>& changes);

  std::string file_;
  std::unique_ptr<simgrid::s4u::Engine> engine_;
  std::vector<simgrid::s4u::Host*> hosts_;
  std::vector<simgrid::s4u::Link*> links_;
  int hosts_in_file_ = 0;
};

}  // namespace lowband
