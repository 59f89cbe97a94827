// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_graph.hpp"

#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

namespace lowband {

namespace {

constexpr int none = -1;

/// The lines from `from` to `to`, of which `last` holds the last one on the path to each site.
SitePath traced(const SiteGraph& graph, const std::vector<int>& last, int from, int to) {
  SitePath path;
  while (to != from) {
    const int index = last[static_cast<std::size_t>(to)];
    path.push_back(index);
    const auto& line = graph.lines[static_cast<std::size_t>(index)];
    to = line.from == to ? line.to : line.from;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace

std::vector<std::optional<SitePath>> shortest_paths(const SiteGraph& graph, int from) {
  constexpr double rounding = 1e-9;  // of a sum of lengths; three sites in a row must not look like a short cut
  const std::size_t sites = graph.sites.size();
  std::vector<std::vector<int>> lines_of(sites);
  for (std::size_t i = 0; i < graph.lines.size(); ++i) {
    lines_of[static_cast<std::size_t>(graph.lines[i].from)].push_back(static_cast<int>(i));
    lines_of[static_cast<std::size_t>(graph.lines[i].to)].push_back(static_cast<int>(i));
  }
  std::vector<double> km(sites, std::numeric_limits<double>::infinity());
  std::vector<int> last(sites, none);
  using Reached = std::pair<double, int>;  // km, site
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> frontier;
  km[static_cast<std::size_t>(from)] = 0.0;
  frontier.emplace(0.0, from);
  while (!frontier.empty()) {  // Dijkstra's algorithm
    const auto [reached, site] = frontier.top();
    frontier.pop();
    if (reached > km[static_cast<std::size_t>(site)]) continue;
    for (const int index : lines_of[static_cast<std::size_t>(site)]) {
      const auto& line = graph.lines[static_cast<std::size_t>(index)];
      const int next = line.from == site ? line.to : line.from;
      const double length = reached + line.km;
      if (length * (1.0 + rounding) >= km[static_cast<std::size_t>(next)]) continue;
      km[static_cast<std::size_t>(next)] = length;
      last[static_cast<std::size_t>(next)] = index;
      frontier.emplace(length, next);
    }
  }
  std::vector<std::optional<SitePath>> paths(sites);
  for (std::size_t to = 0; to < sites; ++to) {
    if (last[to] != none || static_cast<int>(to) == from) paths[to] = traced(graph, last, from, static_cast<int>(to));
  }
  return paths;
}

std::vector<std::vector<int>> connected_parts(const SiteGraph& graph) {
  std::vector<std::vector<int>> parts;
  std::vector<bool> seen(graph.sites.size(), false);
  for (std::size_t site = 0; site < graph.sites.size(); ++site) {
    if (seen[site]) continue;
    auto& part = parts.emplace_back();
    const auto paths = shortest_paths(graph, static_cast<int>(site));
    for (std::size_t other = 0; other < paths.size(); ++other) {
      if (!paths[other]) continue;
      seen[other] = true;
      part.push_back(static_cast<int>(other));
    }
  }
  std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return parts;
}

}  // namespace lowband
