// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/edge_list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <span>

namespace lowband {

namespace {

int read_worker(const Json& json, const Place& place) {
  const bool fits = json.is_number_unsigned() && std::in_range<int>(json.get<std::uint64_t>());
  if (!fits) place.expected("a worker (an integer from 0)", json);
  return json.get<int>();
}

std::pair<int, int> read_edge(const Json& json, const Place& place) {
  if (!json.is_array() || json.size() != 2) place.expected("an edge, [worker, worker]", json);
  const std::pair edge{read_worker(json[0], place / 0), read_worker(json[1], place / 1)};
  if (edge.first == edge.second) place.expected("an edge between two different workers", json);
  return edge;
}

}  // namespace

void EdgeList::parameters(Parameters& parameters) {
  Parameter edges;
  edges.name = "edges";
  edges.type = "list of pairs of workers";
  edges.help = "pairs of neighbours: [[0, 1], [1, 2], ...]";
  edges.required = true;
  const Json worker = {{"type", "integer"}, {"minimum", 0}};
  const Json edge = {{"type", "array"}, {"items", worker}, {"minItems", 2}, {"maxItems", 2}};
  edges.schema = {{"type", "array"}, {"items", edge}};
  edges.read = [this](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list of edges", json);
    edges_.clear();
    for (std::size_t i = 0; i < json.size(); ++i) edges_.push_back(read_edge(json[i], place / i));
  };
  edges.value = [this] { return Json(edges_); };
  parameters.add(std::move(edges));
}

Graph EdgeList::make_graph(int workers, const Place& place) const {
  const Place edges_place = place / "edges";
  Graph graph(workers);
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    const auto& [a, b] = edges_[i];
    if (std::max(a, b) >= workers) {
      (edges_place / i).expected(fmt::format("workers from 0 to {}", workers - 1), Json::array({a, b}));
    }
    graph.add_edge(a, b);
  }
  if (const auto unreachable = graph.unreachable_from(0); !unreachable.empty()) {
    constexpr std::size_t most_named = 10;
    const auto named = std::span(unreachable).first(std::min(unreachable.size(), most_named));
    edges_place.fail(fmt::format("the graph is not connected: no path from worker 0 to worker{} {}{}",
                                 unreachable.size() == 1 ? "" : "s", fmt::join(named, ", "),
                                 named.size() < unreachable.size() ? ", ..." : ""));
  }
  return graph;
}

}  // namespace lowband
