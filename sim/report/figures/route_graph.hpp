// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace lowband {

/// Links along a route, in the order in which a message crosses them.
using Route = std::vector<std::size_t>;
/// The routes between hosts, by (from, to).
using Routes = std::map<std::pair<std::size_t, std::size_t>, Route>;

/// What hosts and links look like as a graph, as far as routes show it: a platform says of each route which links it
/// crosses, and not where these meet. Two links that follow each other on a route meet in a junction; a link that more
/// than two hosts have next to them, as a bus is, is a junction itself.
struct RouteGraph {
  struct Edge {
    std::size_t from = 0;  ///< nodes, from < to
    std::size_t to = 0;
    std::vector<std::size_t> links{};  ///< one, or those of both directions

    [[nodiscard]] bool operator==(const Edge&) const = default;
  };
  std::size_t hosts = 0;                     ///< the first nodes
  std::size_t nodes = 0;                     ///< hosts, then junctions
  std::map<std::size_t, std::size_t> buses;  ///< links that are junctions, with their nodes
  std::vector<Edge> edges;                   ///< by (from, to)
};

[[nodiscard]] RouteGraph route_graph(std::size_t hosts, std::size_t links, const Routes& routes);

}  // namespace lowband
