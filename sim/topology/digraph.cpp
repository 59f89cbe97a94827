// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/digraph.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace lowband {

namespace {

/// Inserts into an ascending list; false if it is there already.
bool insert(std::vector<int>& list, int worker) {
  const auto position = std::lower_bound(list.begin(), list.end(), worker);
  if (position != list.end() && *position == worker) return false;
  list.insert(position, worker);
  return true;
}

/// Arcs from node 0 to the farthest one; `next_of` tells whom one reaches by an arc.
template <class NextOf>
std::uint64_t arcs_to_the_farthest(int size, NextOf next_of) {
  std::vector<bool> is_reached(static_cast<std::size_t>(size), false);
  std::vector<int> frontier = {0};
  is_reached[0] = true;
  std::uint64_t arcs = 0;
  while (true) {
    std::vector<int> next;
    for (const int from : frontier) {
      next_of(from, [&](int to) {
        if (!is_reached[static_cast<std::size_t>(to)]) next.push_back(to);
        is_reached[static_cast<std::size_t>(to)] = true;
      });
    }
    if (next.empty()) return arcs;
    frontier = std::move(next);
    ++arcs;
  }
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

std::vector<std::pair<int, int>> arcs(const DigraphSchedule& schedule) {
  std::set<std::pair<int, int>> arcs;
  for (const Digraph& graph : schedule) {
    for (int from = 0; from < graph.size(); ++from) {
      for (const int to : graph.receivers(from)) arcs.emplace(from, to);
    }
  }
  return {arcs.begin(), arcs.end()};
}

std::vector<std::pair<int, int>> all_arcs(int nodes) {
  std::vector<std::pair<int, int>> arcs;
  for (int from = 0; from < nodes; ++from) {
    for (int to = 0; to < nodes; ++to) {
      if (from != to) arcs.emplace_back(from, to);
    }
  }
  return arcs;
}

std::uint64_t most_exchanges_apart(const DigraphSchedule& schedule) {
  if (schedule.empty() || schedule.front().size() == 0) return 0;
  const auto along = [&schedule](const std::vector<int>& (Digraph::*those)(int) const) {
    return arcs_to_the_farthest(schedule.front().size(), [&](int node, const auto& visit) {
      for (const Digraph& graph : schedule) {
        for (const int other : (graph.*those)(node)) visit(other);
      }
    });
  };
  return (along(&Digraph::receivers) + along(&Digraph::senders)) * schedule.size();
}

}  // namespace lowband
