// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simgrid/s4u.hpp>

#include <cstddef>
#include <functional>
#include <queue>
#include <vector>

#include "sim/engine/platform_changes.hpp"

namespace lowband {

/// Lets the bandwidths of links vary over simulated time. SimGrid 3.32 has profiles of its own for that, but none that
/// serve here:
///
/// * it seals the links of an XML file while it reads it, and takes no profile for a sealed link. So the first actor
///   of the simulation, a daemon, sets bandwidths at their times; flows under way go on at the new rate.
/// * a flow never gets more than the bandwidth that its links have when it leaves. So they have the most that they ever
///   will, and their constraint is told apart from that (a non-linear one) what they have at the moment. Only on fat
///   pipes and under models without such constraints (L07) flows under way stay below the bandwidth with which they
///   left.
/// * a link that changes while a message pays its latency lets that message never arrive where the model weights links
///   by their bandwidth (network/weight-S above 0): there bandwidths cannot vary.
class VaryingLinks {
 public:
  /// Once the platform is loaded and before the engine runs. `states` live as long as this does. Throws UsageError
  /// "FILE: ...".
  void begin(const simgrid::s4u::Engine& engine, const std::vector<simgrid::s4u::Link*>& links,
             const LinkStates& states, const PlatformSettings& settings);

 private:
  /// The next change of a link. The queue's order must not depend on addresses: the index decides ties.
  struct Change {
    double time_s = 0.0;
    std::size_t link = 0;
    std::size_t point = 0;
    double round = 0.0;
    bool operator>(const Change& other) const {
      return time_s != other.time_s ? time_s > other.time_s : link > other.link;
    }
  };
  struct VaryingBandwidth {
    simgrid::s4u::Link* link = nullptr;
    ChangedQuantity bandwidth;
    double now_Bps = 0.0;
    bool has_constraint = false;  ///< that asks for now_Bps

    void set(double factor);
  };

  void vary_bandwidths(const simgrid::s4u::Engine& engine);
  void plan(const Change& change);

  std::vector<VaryingBandwidth> bandwidths_;
  std::priority_queue<Change, std::vector<Change>, std::greater<>> changes_;
};

}  // namespace lowband
