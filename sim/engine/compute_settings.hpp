// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/host_profiles.hpp"
#include "sim/engine/jitter.hpp"

namespace lowband {

/// Workers by their hosts, whose computations take longer.
struct HostSlowdown {
  std::string match;  ///< a shell pattern of host names, as for fnmatch(3)
  double factor = 1.0;
};

/// How fast workers compute beyond the speed of their hosts.
struct ComputeSettings {
  std::vector<double> slowdown;         ///< per worker, 1 = as fast as its host; empty: all 1
  Jitter jitter{};                      ///< of each computation
  std::optional<double> step_time_s{};  ///< of a local step, instead of its operations divided by the speed of the host
  std::vector<HostSlowdown> host_slowdown{};  ///< beside `slowdown`; the factors of all that match are multiplied
  HostProfiles over_time{};  ///< of the speeds of hosts, for all that computes there; at 0 they stand still

  /// By which factor the computations of a worker on this host take longer.
  [[nodiscard]] double slowdown_of(std::size_t worker, const std::string& host) const;
};

}  // namespace lowband
