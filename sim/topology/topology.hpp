#pragma once

#include <vector>

#include "sim/base/component.hpp"
#include "sim/topology/graph.hpp"

namespace lowband {

/// Who talks to whom in gossip: an undirected, connected graph over the workers.
class Topology : public Component {
 public:
  /// The graph over `workers` >= 1 workers. Throws UsageError at `place` if the parameters do not fit that number, or
  /// the graph is not connected.
  [[nodiscard]] virtual Graph graph(int workers, const Place& place) const = 0;
};

[[nodiscard]] const Registry<Topology>& topologies();

}  // namespace lowband
