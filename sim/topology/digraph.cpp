#include "sim/topology/digraph.hpp"

#include <algorithm>

namespace lowband {

namespace {

/// Inserts into an ascending list; false if it is there already.
bool insert(std::vector<int>& list, int worker) {
  const auto position = std::lower_bound(list.begin(), list.end(), worker);
  if (position != list.end() && *position == worker) return false;
  list.insert(position, worker);
  return true;
}

}  // namespace

Digraph::Digraph(const Graph& graph) : Digraph(graph.size()) {
  for (int worker = 0; worker < graph.size(); ++worker) {
    for (const int neighbour : graph.neighbours(worker)) add_arc(worker, neighbour);
  }
}

void Digraph::add_arc(int from, int to) {
  static_cast<void>(senders(to));  // throws before anything is changed
  static_cast<void>(receivers(from));
  if (from == to) return;
  if (insert(receivers_[static_cast<std::size_t>(from)], to)) insert(senders_[static_cast<std::size_t>(to)], from);
}

}  // namespace lowband
