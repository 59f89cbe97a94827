// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/graph.hpp"

#include <algorithm>

namespace lowband {

void Graph::add_neighbour(int worker, int neighbour) {
  auto& list = neighbours_.at(static_cast<std::size_t>(worker));
  const auto position = std::lower_bound(list.begin(), list.end(), neighbour);
  if (position == list.end() || *position != neighbour) list.insert(position, neighbour);
}

void Graph::add_edge(int a, int b) {
  static_cast<void>(neighbours(b));  // throws before anything is changed
  if (a == b) return;
  add_neighbour(a, b);
  add_neighbour(b, a);
}

int Graph::min_degree() const {
  int least = std::max(0, size() - 1);
  for (int worker = 0; worker < size(); ++worker) least = std::min(least, degree(worker));
  return least;
}

int Graph::max_degree() const {
  int most = 0;
  for (int worker = 0; worker < size(); ++worker) most = std::max(most, degree(worker));
  return most;
}

std::vector<std::pair<int, int>> Graph::edges() const {
  std::vector<std::pair<int, int>> edges;
  for (int worker = 0; worker < size(); ++worker) {
    for (const int neighbour : neighbours(worker)) {
      if (worker < neighbour) edges.emplace_back(worker, neighbour);
    }
  }
  return edges;
}

std::vector<int> Graph::unreachable_from(int worker) const {
  std::vector<bool> reached(neighbours_.size(), false);
  std::vector<int> frontier{worker};
  reached.at(static_cast<std::size_t>(worker)) = true;
  while (!frontier.empty()) {
    const int current = frontier.back();
    frontier.pop_back();
    for (const int neighbour : neighbours(current)) {
      if (reached[static_cast<std::size_t>(neighbour)]) continue;
      reached[static_cast<std::size_t>(neighbour)] = true;
      frontier.push_back(neighbour);
    }
  }
  std::vector<int> unreachable;
  for (int other = 0; other < size(); ++other) {
    if (!reached[static_cast<std::size_t>(other)]) unreachable.push_back(other);
  }
  return unreachable;
}

}  // namespace lowband
