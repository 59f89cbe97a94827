// SPDX-License-Identifier: Apache-2.0
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
  /// The graph over `workers` >= 1 workers, whose latencies are told if it needs_latencies(). Throws UsageError at
  /// `place` if the parameters do not fit that number, or
  /// the graph is not connected; or if the topology is directed; or, before anything is built, by
  /// check_size(), or if the spectral gap could not be told in a minute.
  [[nodiscard]] Graph graph(int workers, const Place& place, const Latencies& latencies = {}) const;

  /// Throws UsageError at `place`, by check_pairs(), if it is too large over so many workers.
  void check_size(int workers, const Place& place) const;

  /// Whether it depends on the latencies between all pairs of workers.
  [[nodiscard]] virtual bool needs_latencies() const { return false; }

  /// Whether workers send without being sent to, which only methods that push can do with.
  [[nodiscard]] virtual bool is_directed() const { return false; }
  /// Who sends to whom: graphs by turns, whose union is strongly connected. Of an undirected topology the edges both
  /// ways, always the same. Throws like graph().
  [[nodiscard]] DigraphSchedule schedule(int workers, const Place& place, const Latencies& latencies = {}) const;

 protected:
  /// How many pairs (from, to) of workers talk, or have to be looked at, at most: twice the edges of a graph.
  [[nodiscard]] virtual double pairs(double workers) const = 0;
  /// What graph() and schedule() return, of a size that is possible.
  [[nodiscard]] virtual Graph make_graph(int workers, const Place& place) const = 0;
  [[nodiscard]] virtual Graph make_graph_by(const Latencies& /*latencies*/, int workers, const Place& place) const {
    return make_graph(workers, place);
  }
  [[nodiscard]] virtual DigraphSchedule make_schedule(int workers, const Place& place) const {
    return {Digraph(make_graph(workers, place))};
  }
};

/// A topology that sends one way. It states a schedule, and has no undirected graph.
class DirectedTopology : public Topology {
 public:
  [[nodiscard]] bool is_directed() const final { return true; }

 protected:
  [[nodiscard]] DigraphSchedule make_schedule(int workers, const Place& place) const override = 0;
  [[nodiscard]] Graph make_graph(int /*workers*/, const Place& place) const final {
    place.fail("expected an undirected topology, found a directed one");
  }
};

[[nodiscard]] const Registry<Topology>& topologies();

}  // namespace lowband
