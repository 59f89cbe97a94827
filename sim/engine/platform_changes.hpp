// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simgrid/s4u.hpp>

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/engine/platform.hpp"
#include "sim/engine/platform_profiles.hpp"

namespace lowband {

/// A quantity when all changes of a scenario are made: its value, and its factors over time, if it has any.
struct ChangedQuantity {
  double value = 0.0;
  std::shared_ptr<const Profile> profile{};
  bool is_profile_of_file = false;  ///< it came with the platform file: an absolute value takes its place, too
  bool has_replaced_that = false;   ///< and has taken it
};

struct LinkState {
  ChangedQuantity bandwidth;  ///< bytes/s
  ChangedQuantity latency;    ///< s
};

struct HostState {
  ChangedQuantity speed;  ///< flop/s
};

/// Looked up, never iterated: the order of addresses must not matter.
using LinkStates = std::unordered_map<const simgrid::s4u::Link*, LinkState>;
using HostStates = std::unordered_map<const simgrid::s4u::Host*, HostState>;

/// The state of every link, or host, that has the profiles of the platform file at first, when `changes` are made one
/// after the other; nothing is told to SimGrid. Throws UsageError "FILE: ..." if a profile or change matches nothing,
/// or leaves a value that cannot be simulated.
[[nodiscard]] LinkStates changed_links(const std::vector<simgrid::s4u::Link*>& links, const PlatformProfiles& profiles,
                                       const std::vector<LinkChange>& changes, const std::string& file);
[[nodiscard]] HostStates changed_hosts(const std::vector<simgrid::s4u::Host*>& hosts, const PlatformProfiles& profiles,
                                       const std::vector<HostChange>& changes, const std::string& file);

/// The least and the greatest value that a quantity ever has.
[[nodiscard]] std::pair<double, double> extremes(const ChangedQuantity& quantity);

}  // namespace lowband
