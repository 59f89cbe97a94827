#pragma once

#include <simgrid/s4u.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <queue>
#include <string>
#include <vector>

#include "sim/engine/platform_changes.hpp"

namespace lowband {

/// Lets links vary over simulated time. SimGrid 3.32 has profiles of its own for that, but none that serve here:
///
/// * it seals the links of an XML file while it reads it, and takes no profile for a sealed link. So the first actor
///   of the simulation, a daemon, sets bandwidths at their times; flows under way go on at the new rate.
/// * a latency that changes while a message pays it lets that message never arrive. So latencies stay as they are, and
///   a factor makes up for the difference when a message leaves: what leaves pays the latency of that moment. For the
///   same reason bandwidths cannot vary where the model weights links by them (network/weight-S above 0).
class VaryingLinks {
 public:
  /// Before the platform is loaded. Latencies can vary only if SimGrid's own network/latency-factor is left alone.
  [[nodiscard]] static bool varies_latency(const std::vector<LinkChange>& changes);

  /// Once the platform is loaded and before the engine runs. `network` is the configuration in force. Throws UsageError
  /// "FILE: ...".
  void begin(const simgrid::s4u::Engine& engine, const std::vector<simgrid::s4u::Link*>& links,
             const LinkStates& states, const std::map<std::string, std::string>& network, const std::string& file);

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
  };

  void vary_latencies(const simgrid::s4u::Engine& engine, const LinkStates& states, double factor,
                      const std::string& file);
  void vary_bandwidths(const simgrid::s4u::Engine& engine);
  void plan(const Change& change);

  std::vector<VaryingBandwidth> bandwidths_;
  std::priority_queue<Change, std::vector<Change>, std::greater<>> changes_;
};

}  // namespace lowband
