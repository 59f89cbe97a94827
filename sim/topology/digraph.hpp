// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/topology/graph.hpp"

namespace lowband {

/// A directed graph without loops or double arcs: who sends to whom, one way.
class Digraph {
 public:
  explicit Digraph(int size) : receivers_(static_cast<std::size_t>(size)), senders_(receivers_) {}
  /// Both directions of every edge.
  explicit Digraph(const Graph& graph);

  /// Adds the arc from -> to; a loop or an arc that is there already changes nothing. Throws std::out_of_range.
  void add_arc(int from, int to);

  [[nodiscard]] int size() const noexcept { return static_cast<int>(receivers_.size()); }
  /// Whom `worker` sends to, ascending.
  [[nodiscard]] const std::vector<int>& receivers(int worker) const {
    return receivers_.at(static_cast<std::size_t>(worker));
  }
  /// Who sends to `worker`, ascending.
  [[nodiscard]] const std::vector<int>& senders(int worker) const {
    return senders_.at(static_cast<std::size_t>(worker));
  }
  [[nodiscard]] int out_degree(int worker) const { return static_cast<int>(receivers(worker).size()); }

 private:
  std::vector<std::vector<int>> receivers_;
  std::vector<std::vector<int>> senders_;
};

/// Graphs that vary with time: the t-th exchange goes along the (t modulo their number)-th.
using DigraphSchedule = std::vector<Digraph>;

/// Every arc of these graphs once, as (from, to), ascending.
[[nodiscard]] std::vector<std::pair<int, int>> arcs(const DigraphSchedule& schedule);
/// All (from, to) of so many nodes, ascending.
[[nodiscard]] std::vector<std::pair<int, int>> all_arcs(int nodes);

/// Exchanges after which every node has heard of every other one, at most: what two are apart that reach each other by
/// way of node 0, as often as there are graphs. The union of the graphs is strongly connected.
[[nodiscard]] std::uint64_t most_exchanges_apart(const DigraphSchedule& schedule);

}  // namespace lowband
