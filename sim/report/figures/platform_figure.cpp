// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/platform_figure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/report/figures/force_directed.hpp"
#include "sim/report/figures/platform_hosts.hpp"
#include "sim/timeline/link_use.hpp"

namespace lowband {

namespace {

/// Utilisations from `from` on, up to those of the next one.
struct Class {
  double from;
  const char* label;
  const char* colour;
  double width;
};
constexpr std::array classes{Class{0.0, "below 10 % used", "#9aa4af", 1.5}, Class{0.1, "10 to 40 %", "#56b4e9", 2.5},
                             Class{0.4, "40 to 70 %", "#e69f00", 3.5}, Class{0.7, "70 % and more", "#d55e00", 5.0}};
constexpr std::size_t worker_series = classes.size();
constexpr std::size_t other_series = worker_series + 1;
constexpr std::size_t junction_series = worker_series + 2;

std::size_t class_of(double utilisation) {
  std::size_t found = 0;
  while (found + 1 < classes.size() && utilisation >= classes.at(found + 1).from) ++found;
  return found;
}

/// "worker 0, server 8"
std::string names_on(std::size_t host, const PlatformHosts& hosts, const Timeline& timeline) {
  std::vector<std::string> names;
  for (const int rank : hosts.ranks[host]) names.push_back(timeline.name_of(rank));
  return fmt::format("{}", fmt::join(names, ", "));
}

/// "backbone: 98 % used, 12.3 MB"
std::string text_of(std::size_t link, const Timeline& timeline, const std::vector<LinkUse>& use) {
  return fmt::format("{}: {:.1f} % used while messages flow, {} in all, {}, {}", timeline.links[link].name,
                     100.0 * use[link].utilisation, human_bytes(static_cast<double>(use[link].bytes)),
                     human_rate(timeline.links[link].usable_Bps), human_seconds(timeline.links[link].latency_s));
}

GraphMark mark_of(const RouteGraph& graph, const PlatformHosts& hosts, const Timeline& timeline) {
  const auto use = link_use(timeline);
  const auto places = force_directed(graph);
  GraphMark mark;
  for (std::size_t node = 0; node < graph.nodes; ++node) {
    const bool is_host = node < graph.hosts;
    const std::size_t series = !is_host ? junction_series : hosts.has_worker[node] ? worker_series : other_series;
    mark.nodes.push_back({series, places[node].x, places[node].y, is_host ? names_on(node, hosts, timeline) : ""});
  }
  for (const auto& [link, node] : graph.buses) {
    mark.nodes[node].label = timeline.links[link].name;
    mark.nodes[node].series = class_of(use[link].utilisation);
  }
  for (const auto& edge : graph.edges) {
    double most = 0.0;
    std::vector<std::string> texts;
    for (const std::size_t link : edge.links) {
      most = std::max(most, use[link].utilisation);
      texts.push_back(text_of(link, timeline, use));
    }
    mark.edges.push_back({class_of(most), edge.from, edge.to, false, fmt::format("{}", fmt::join(texts, "\n"))});
  }
  return mark;
}

/// The routes between hosts: those of messages, and others whose links the timeline knows, too.
Routes routes_of(const Timeline& timeline, const PlatformHosts& hosts, std::span<const NamedRoute> others) {
  Routes routes;
  const auto add = [&](int from, int to, Route route) {
    const std::size_t one = hosts.of_node[static_cast<std::size_t>(from)];
    const std::size_t other = hosts.of_node[static_cast<std::size_t>(to)];
    if (one != other) routes.emplace(std::pair(one, other), std::move(route));
  };
  for (const auto& [pair, route] : timeline.routes) add(pair.first, pair.second, route);
  std::map<std::string, std::size_t> links;
  for (std::size_t link = 0; link < timeline.links.size(); ++link) links[timeline.links[link].name] = link;
  for (const auto& other : others) {
    Route route;
    for (const auto& name : other.links) {
      if (const auto found = links.find(name); found != links.end()) route.push_back(found->second);
    }
    if (route.size() == other.links.size()) add(other.from, other.to, std::move(route));
  }
  return routes;
}

FigurePanel panel_of(const RunTimeline& run, std::span<const NamedRoute> others) {
  const Timeline& timeline = run.timeline;
  const PlatformHosts hosts = hosts_of(timeline.nodes);
  FigurePanel panel{.title = fmt::format("{}, {}", run.algorithm, run.scenario), .x = {}, .y = {}};
  panel.x = {.label = "", .least = -1.15, .most = 1.15, .is_hidden = true};
  panel.y = panel.x;
  const RouteGraph graph = route_graph(hosts.size(), timeline.links.size(), routes_of(timeline, hosts, others));
  panel.absence = too_many(graph.nodes);
  if (!panel.absence.empty()) return panel;
  panel.marks.emplace_back(mark_of(graph, hosts, timeline));
  return panel;
}

}  // namespace

Figure platform_figure(const RunTimeline& run, std::span<const NamedRoute> routes) {
  Figure figure;
  figure.title = "the platform";
  figure.shape = PanelShape::square;
  for (const auto& [from, label, colour, width] : classes) {
    figure.series.push_back({.label = label, .style = {.colour = colour, .width = width}});
  }
  figure.series.push_back({.label = "workers", .style = {.colour = "#009e73"}, .swatch = Swatch::point});
  figure.series.push_back({.label = "others", .style = {.colour = "#cc79a7"}, .swatch = Swatch::point});
  figure.series.push_back({.label = "junctions", .style = {.colour = "#666666"}, .swatch = Swatch::point});
  figure.panels.push_back(panel_of(run, routes));
  figure.notes.emplace_back(
      "Links and junctions as routes show them, links in the colour of their use while messages flow; of both "
      "directions "
      "that of the busier one.");
  return figure;
}

}  // namespace lowband
