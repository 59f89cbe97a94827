#pragma once

#include <map>
#include <utility>
#include <vector>

#include "sim/base/component.hpp"
#include "sim/topology/digraph.hpp"
#include "sim/topology/graph.hpp"

namespace lowband {

/// Seconds from one worker to another, by (from, to).
using Latencies = std::map<std::pair<int, int>, double>;

/// Who talks to whom in gossip: an undirected, connected graph over the workers, or directed graphs by turns
/// (DirectedTopology).
class Topology : public Component {
 public:
  /// The graph over `workers` >= 1 workers. Throws UsageError at `place` if the parameters do not fit that number, or
  /// the graph is not connected; or if the topology is directed.
  [[nodiscard]] virtual Graph graph(int workers, const Place& place) const = 0;

  /// Whether it depends on the platform: then take_latencies() is called before graph(), with those of all pairs.
  [[nodiscard]] virtual bool needs_latencies() const { return false; }
  virtual void take_latencies(Latencies /*latencies*/) {}

  /// Whether workers send without being sent to, which only methods that push can do with.
  [[nodiscard]] virtual bool is_directed() const { return false; }
  /// Who sends to whom: graphs by turns, whose union is strongly connected. Of an undirected topology the edges both
  /// ways, always the same. Throws like graph().
  [[nodiscard]] virtual DigraphSchedule schedule(int workers, const Place& place) const {
    return {Digraph(graph(workers, place))};
  }
};

/// A topology that sends one way. It states a schedule, and has no undirected graph.
class DirectedTopology : public Topology {
 public:
  [[nodiscard]] bool is_directed() const final { return true; }
  [[nodiscard]] DigraphSchedule schedule(int workers, const Place& place) const override = 0;
  [[nodiscard]] Graph graph(int /*workers*/, const Place& place) const final {
    place.fail("expected an undirected topology, found a directed one");
  }
};

[[nodiscard]] const Registry<Topology>& topologies();

}  // namespace lowband
