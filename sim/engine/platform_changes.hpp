#pragma once

#include <simgrid/s4u.hpp>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/engine/platform.hpp"

namespace lowband {

/// A quantity when all changes of a scenario are made: its value, and its factors over time, if it has any.
struct ChangedQuantity {
  double value = 0.0;
  std::shared_ptr<const Profile> profile;
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

/// The state of every link, or host, when `changes` are made one after the other; nothing is told to SimGrid. Throws
/// UsageError "FILE: ..." if a change matches nothing, or leaves a value that cannot be simulated.
[[nodiscard]] LinkStates changed_links(const std::vector<simgrid::s4u::Link*>& links,
                                       const std::vector<LinkChange>& changes, const std::string& file);
[[nodiscard]] HostStates changed_hosts(const std::vector<simgrid::s4u::Host*>& hosts,
                                       const std::vector<HostChange>& changes, const std::string& file);

}  // namespace lowband
