// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/topology_figure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>
#include <string>
#include <utility>

#include "sim/report/figures/force_directed.hpp"
#include "sim/report/figures/platform_hosts.hpp"
#include "sim/report/panel_title.hpp"

namespace lowband {

namespace {

/// The series, in the order in which they are drawn.
enum TopologyPart : std::size_t { link, exchange, junction, worker, other };

PlatformHosts hosts_of_run(const RunRecord& run) {
  std::vector<Timeline::Node> nodes;
  for (const auto& node : run.workers) nodes.push_back({node.host, node.role});
  return hosts_of(nodes);
}

RouteGraph graph_of(const PlatformHosts& hosts, const std::vector<NamedRoute>& named) {
  std::map<std::string, std::size_t> links;
  Routes routes;
  for (const auto& route : named) {
    const std::size_t from = hosts.of_node.at(static_cast<std::size_t>(route.from));
    const std::size_t to = hosts.of_node.at(static_cast<std::size_t>(route.to));
    if (from == to) continue;
    Route numbers;
    for (const auto& name : route.links) numbers.push_back(links.try_emplace(name, links.size()).first->second);
    routes.emplace(std::pair(from, to), std::move(numbers));
  }
  return route_graph(hosts.size(), links.size(), routes);
}

/// Pairs of hosts that exchange something, once each.
std::vector<GraphMark::Edge> exchanges_of(const RunRecord& run, const PlatformHosts& hosts) {
  std::set<std::pair<std::size_t, std::size_t>> sends;
  for (const auto& pair : run.peers) {
    const std::size_t from = hosts.of_node.at(static_cast<std::size_t>(pair.from));
    const std::size_t to = hosts.of_node.at(static_cast<std::size_t>(pair.to));
    if (from != to) sends.emplace(from, to);
  }
  std::vector<GraphMark::Edge> edges;
  for (const auto& [from, to] : sends) {
    const bool is_directed = !sends.contains({to, from});
    if (is_directed || from < to) edges.push_back({TopologyPart::exchange, from, to, is_directed});
  }
  return edges;
}

GraphMark mark_of(const RunRecord& run, const PlatformHosts& hosts, const RouteGraph& graph) {
  GraphMark mark;
  const auto places = force_directed(graph);
  for (std::size_t node = 0; node < graph.nodes; ++node) {
    const bool is_host = node < graph.hosts;
    const std::size_t series = !is_host                 ? TopologyPart::junction
                               : hosts.has_worker[node] ? TopologyPart::worker
                                                        : TopologyPart::other;
    const std::string label = is_host ? fmt::format("{}", fmt::join(hosts.ranks[node], ", ")) : "";
    mark.nodes.push_back({series, places[node].x, places[node].y, label});
  }
  for (const auto& edge : graph.edges) mark.edges.push_back({TopologyPart::link, edge.from, edge.to, false});
  for (auto& edge : exchanges_of(run, hosts)) mark.edges.push_back(std::move(edge));
  return mark;
}

FigurePanel panel_of(const FigureRun& run, const std::vector<NamedRoute>& routes) {
  FigurePanel panel{.title = fmt::format("{}, {}", run.algorithm, run.record->summary.scenario), .x = {}, .y = {}};
  panel.x = {.label = "", .least = -1.15, .most = 1.15, .is_hidden = true};
  panel.y = panel.x;
  const PlatformHosts hosts = hosts_of_run(*run.record);
  const RouteGraph graph = graph_of(hosts, routes);
  panel.absence = too_many(graph.nodes);
  if (panel.absence.empty()) panel.marks.emplace_back(mark_of(*run.record, hosts, graph));
  return panel;
}

}  // namespace

Figure topology_figure(std::span<const FigureRun> runs,
                       const std::function<std::vector<NamedRoute>(const FigureRun&)>& routes) {
  Figure figure;
  figure.title = "who sends to whom";
  figure.shape = PanelShape::square;
  figure.series = {{"link of the platform", {.colour = "#b8c0c8", .width = 1.5}, Swatch::line},
                   {"sends", {.colour = "#0072b2"}, Swatch::line},
                   {"junction", {.colour = "#b8c0c8", .shape = PointShape::dot}, Swatch::point},
                   {"worker", {.colour = "#009e73", .shape = PointShape::dot}, Swatch::point},
                   {"other node", {.colour = "#cc79a7", .shape = PointShape::dot}, Swatch::point}};
  std::vector<std::string> unknown;
  bool has_other = false;
  for (const auto& run : runs) {
    const auto its = routes(run);
    if (its.empty()) unknown.push_back(fmt::format("{}@{}", run.algorithm, run.record->summary.scenario));
    has_other = has_other || !run.record->servers.empty();
    figure.panels.push_back(panel_of(run, its));
  }
  if (!has_other) figure.series[TopologyPart::other].swatch = Swatch::none;
  if (!unknown.empty()) {
    figure.notes.push_back(
        fmt::format("Without links, as results have no copy of a scenario's own platform file: {}.", listed(unknown)));
  }
  return figure;
}

Figure TopologyPlot::of_runs(std::span<const FigureRun> runs, const RunDetails& details) const {
  Figure figure = topology_figure(runs, [&details](const FigureRun& run) { return details.routes(run); });
  figure.panels = merged_runs(std::move(figure.panels), runs);
  return figure;
}

}  // namespace lowband
