#pragma once

#include <simgrid/s4u.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "sim/engine/platform_changes.hpp"

namespace lowband {

/// Lets links vary over simulated time. SimGrid 3.32 has profiles of its own for that, but none that serve here:
///
/// * it seals the links of an XML file while it reads it, and takes no profile for a sealed link. So the first actor
///   of the simulation, a daemon, sets bandwidths at their times; flows under way go on at the new rate.
/// * a flow never gets more than the bandwidth that its links have when it leaves. So they have the most that they ever
///   will, and their constraint is told apart from that (a non-linear one) what they have at the moment. Only on fat
///   pipes and under models without such constraints (L07) flows under way stay below the bandwidth with which they
///   left.
/// * a latency that changes while a message pays it lets that message never arrive. So latencies stay as they are, and
///   a factor makes up for the difference when a message leaves: what leaves pays the latency of that moment, and has
///   the window over twice that latency. For the same reason bandwidths cannot vary where the model weights links by
///   them (network/weight-S above 0).
class VaryingLinks {
 public:
  /// Before the platform is loaded. Latencies can vary only if SimGrid's own network/latency-factor is left alone, and
  /// its network/TCP-gamma sets no limit.
  [[nodiscard]] static bool varies_latency(const std::vector<LinkChange>& changes, const PlatformProfiles& profiles);

  /// Once the platform is loaded and before the engine runs. `states` live as long as this does. `latencies_vary` is
  /// what varies_latency() said; `has_coordinates`: a part of a route's latency may belong to none of its links. Throws
  /// UsageError "FILE: ...".
  void begin(const simgrid::s4u::Engine& engine, const std::vector<simgrid::s4u::Link*>& links,
             const LinkStates& states, const PlatformSettings& settings, bool latencies_vary, bool has_coordinates);

  /// The most that a message which leaves now may have, bytes/s: the window over twice the latency of this moment.
  /// Nothing where latencies do not vary or there is no window: SimGrid sees to it.
  [[nodiscard]] std::optional<double> rate_limit(const simgrid::s4u::Host* from, const simgrid::s4u::Host* to) const;

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

  /// Of a route: as SimGrid has it, and at this moment.
  struct Latencies {
    double unvaried_s = 0.0;
    double varied_s = 0.0;
  };

  void vary_latencies(const simgrid::s4u::Engine& engine, double factor, const std::string& file);
  [[nodiscard]] Latencies latencies(const simgrid::s4u::Host* from, const simgrid::s4u::Host* to,
                                    const std::vector<simgrid::s4u::Link*>& route) const;
  void vary_bandwidths(const simgrid::s4u::Engine& engine);
  void plan(const Change& change);

  const LinkStates* states_ = nullptr;
  bool has_coordinates_ = false;
  std::optional<double> window_;  ///< bytes, in terms of rates without the network's bandwidth factor
  std::vector<VaryingBandwidth> bandwidths_;
  std::priority_queue<Change, std::vector<Change>, std::greater<>> changes_;
};

}  // namespace lowband
