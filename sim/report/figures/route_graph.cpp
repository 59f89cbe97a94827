// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/route_graph.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

namespace lowband {

namespace {

/// Points that are one place, found out step by step (union-find). A place has one host at most.
class LinkEnds {
 public:
  LinkEnds(std::size_t hosts, std::size_t links) : hosts_(hosts), parent_(hosts + 2 * links) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  /// An end, 0 or 1, of a link.
  [[nodiscard]] std::size_t end(std::size_t link, std::size_t which) const { return hosts_ + 2 * link + which; }

  [[nodiscard]] std::size_t find(std::size_t point) const {
    while (parent_[point] != point) point = parent_[point];
    return point;
  }
  [[nodiscard]] bool same(std::size_t a, std::size_t b) const { return find(a) == find(b); }
  [[nodiscard]] bool is_host(std::size_t point) const { return find(point) < hosts_; }

  /// Makes two points one place, unless that would make two hosts one. The least stands for all: a host, if any.
  void unite(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    if (a == b || (a < hosts_ && b < hosts_)) return;
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::size_t hosts_;
  std::vector<std::size_t> parent_;
};

/// The hosts next to each link: it is the first or the last one of a route of theirs.
std::vector<std::set<std::size_t>> hosts_beside(std::size_t links, const Routes& routes) {
  std::vector<std::set<std::size_t>> beside(links);
  for (const auto& [pair, route] : routes) {
    if (route.empty()) continue;
    beside[route.front()].insert(pair.first);
    beside[route.back()].insert(pair.second);
  }
  return beside;
}

/// Whether two hosts have a link to themselves.
bool is_direct(std::size_t link, const std::set<std::size_t>& beside, const Routes& routes) {
  const auto is_it = [&](std::size_t from, std::size_t to) {
    const auto route = routes.find({from, to});
    return route != routes.end() && route->second == Route{link};
  };
  return beside.size() == 2 && (is_it(*beside.begin(), *beside.rbegin()) || is_it(*beside.rbegin(), *beside.begin()));
}

/// By which end a route that has come to `here` goes into `link`, where neither of its ends is known to be there: by
/// the one that is not at what comes next.
std::size_t entered_end(const LinkEnds& places, std::size_t link, std::size_t host, std::optional<std::size_t> next) {
  const auto leads_on = [&](std::size_t which) {
    const std::size_t end = places.end(link, which);
    if (!next) return places.same(end, host);
    return places.same(end, places.end(*next, 0)) || places.same(end, places.end(*next, 1));
  };
  if (leads_on(0)) return 1;
  if (leads_on(1)) return 0;
  return places.is_host(places.end(link, 0)) ? 1 : 0;
}

void walk(std::size_t from, std::size_t to, const Route& route, const std::set<std::size_t>& buses, LinkEnds& places) {
  std::size_t here = from;
  for (std::size_t i = 0; i < route.size(); ++i) {
    const std::size_t link = route[i];
    if (buses.contains(link)) {
      if (!places.is_host(here)) places.unite(here, places.end(link, 0));
      here = places.end(link, 0);
      continue;
    }
    const auto is_here = [&](std::size_t which) { return places.same(places.end(link, which), here); };
    const auto next = i + 1 < route.size() ? std::optional(route[i + 1]) : std::nullopt;
    const std::size_t entered = is_here(0) ? 0 : is_here(1) ? 1 : entered_end(places, link, to, next);
    places.unite(here, places.end(link, entered));
    here = places.end(link, 1 - entered);
  }
  if (!route.empty() && !buses.contains(route.back())) places.unite(here, to);
}

}  // namespace

RouteGraph route_graph(std::size_t hosts, std::size_t links, const Routes& routes) {
  const auto beside = hosts_beside(links, routes);
  LinkEnds places(hosts, links);
  std::set<std::size_t> buses;
  std::set<std::size_t> used;
  for (const auto& [pair, route] : routes) used.insert(route.begin(), route.end());
  for (const std::size_t link : used) {
    if (beside[link].empty()) continue;
    if (beside[link].size() == 1 || is_direct(link, beside[link], routes)) {
      std::size_t which = 0;
      for (const std::size_t host : beside[link]) places.unite(host, places.end(link, which++));
    } else {
      buses.insert(link);
      places.unite(places.end(link, 0), places.end(link, 1));
    }
  }
  for (const auto& [pair, route] : routes) walk(pair.first, pair.second, route, buses, places);

  RouteGraph graph{.hosts = hosts, .nodes = hosts, .buses = {}, .edges = {}};
  std::map<std::size_t, std::size_t> junctions;  // by the point that stands for the place
  const auto node_of = [&](std::size_t point) {
    const std::size_t place = places.find(point);
    if (place < hosts) return place;
    const auto [found, is_new] = junctions.emplace(place, graph.nodes);
    if (is_new) ++graph.nodes;
    return found->second;
  };
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> edges;
  const auto add = [&edges](std::size_t a, std::size_t b, std::size_t link) {
    if (a != b) edges[std::minmax(a, b)].push_back(link);
  };
  for (const std::size_t link : used) {
    if (!buses.contains(link)) {
      add(node_of(places.end(link, 0)), node_of(places.end(link, 1)), link);
      continue;
    }
    const std::size_t node = graph.buses[link] = node_of(places.end(link, 0));
    for (const std::size_t host : beside[link]) add(host, node, link);
  }
  for (auto& [pair, its] : edges) graph.edges.push_back({pair.first, pair.second, std::move(its)});
  return graph;
}

}  // namespace lowband
