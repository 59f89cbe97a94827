// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace lowband {

/// An undirected graph without loops or double edges.
class Graph {
 public:
  explicit Graph(int size) : neighbours_(static_cast<std::size_t>(size)) {}

  /// Adds the edge {a, b}; a loop or an edge that is there already changes nothing. Throws std::out_of_range.
  void add_edge(int a, int b);

  [[nodiscard]] int size() const noexcept { return static_cast<int>(neighbours_.size()); }
  /// The neighbours of `worker`, ascending.
  [[nodiscard]] const std::vector<int>& neighbours(int worker) const {
    return neighbours_.at(static_cast<std::size_t>(worker));
  }
  [[nodiscard]] int degree(int worker) const { return static_cast<int>(neighbours(worker).size()); }
  [[nodiscard]] int min_degree() const;
  [[nodiscard]] int max_degree() const;
  /// Every edge once, as (smaller, larger), ascending.
  [[nodiscard]] std::vector<std::pair<int, int>> edges() const;
  /// The workers that no path joins to `worker`, ascending; none of them in a connected graph.
  [[nodiscard]] std::vector<int> unreachable_from(int worker) const;
  [[nodiscard]] bool connected() const { return size() == 0 || unreachable_from(0).empty(); }

 private:
  void add_neighbour(int worker, int neighbour);

  std::vector<std::vector<int>> neighbours_;
};

}  // namespace lowband
