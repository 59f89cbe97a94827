// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/bipartition.hpp"

namespace lowband {

namespace {

/// The cycle of the edge {a, b} and the ways from both of them up the tree of `parents`. They are equally deep.
std::vector<int> cycle_through(int a, int b, const std::vector<int>& parents) {
  std::vector<int> up = {a};
  std::vector<int> down = {b};
  while (up.back() != down.back()) {
    up.push_back(parents[static_cast<std::size_t>(up.back())]);
    down.push_back(parents[static_cast<std::size_t>(down.back())]);
  }
  up.insert(up.end(), down.rbegin() + 1, down.rend());
  return up;
}

}  // namespace

/// In breadth, so that the ends of an edge are equally deep, which makes the cycle odd, or one apart.
Bipartition bipartition(const Graph& graph) {
  const auto size = static_cast<std::size_t>(graph.size());
  Bipartition sides{std::vector<bool>(size, false), {}};
  if (size == 0) return sides;
  std::vector<int> parents(size, -1);
  std::vector<bool> is_reached(size, false);
  std::vector<int> reached = {0};
  is_reached[0] = true;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const int worker = reached[next];
    const bool side = sides.is_second[static_cast<std::size_t>(worker)];
    for (const int neighbour : graph.neighbours(worker)) {
      const auto index = static_cast<std::size_t>(neighbour);
      if (!is_reached[index]) {
        is_reached[index] = true;
        parents[index] = worker;
        sides.is_second[index] = !side;
        reached.push_back(neighbour);
      } else if (sides.is_second[index] == side) {
        sides.odd_cycle = cycle_through(worker, neighbour, parents);
        return sides;
      }
    }
  }
  return sides;
}

}  // namespace lowband
