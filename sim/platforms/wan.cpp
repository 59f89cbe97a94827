#include "sim/platforms/wan.hpp"

#include <fmt/format.h>

#include <set>

#include "sim/platforms/quantity_parameters.hpp"
#include "sim/platforms/site_graph_file.hpp"
#include "sim/platforms/site_links.hpp"
#include "sim/platforms/site_list_file.hpp"
#include "sim/platforms/site_names.hpp"
#include "sim/platforms/site_workers.hpp"

namespace lowband {

namespace {

/// What the elements of a site and of a line are called in the platform file.
class Names {
 public:
  explicit Names(const SiteGraph& graph) : graph_(graph), sites_(site_identifiers(graph.sites)) {}

  [[nodiscard]] std::string site(int index) const { return "site-" + name(index); }
  [[nodiscard]] std::string uplink(int index) const { return site(index) + "_uplink"; }
  [[nodiscard]] std::string line(int index) const {
    const auto& line = graph_.lines[static_cast<std::size_t>(index)];
    return fmt::format("line_{}_{}", name(line.from), name(line.to));
  }

 private:
  [[nodiscard]] const std::string& name(int index) const { return sites_[static_cast<std::size_t>(index)]; }

  const SiteGraph& graph_;
  std::vector<std::string> sites_;
};

/// The sites where anyone works.
std::vector<int> occupied(const std::vector<int>& workers) {
  std::vector<int> sites;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    if (workers[i] > 0) sites.push_back(static_cast<int>(i));
  }
  return sites;
}

/// The uplink of `from`, the lines of `path`, and the uplink of `to`.
std::vector<Crossing> crossings(const SiteGraph& graph, const Names& names, int from, const SitePath& path, int to) {
  std::vector<Crossing> crossings{{.link = names.uplink(from), .up = true}};
  int here = from;
  for (const int index : path) {
    const auto& line = graph.lines[static_cast<std::size_t>(index)];
    const bool up = line.from == here;
    crossings.push_back({.link = names.line(index), .up = up});
    here = up ? line.to : line.from;
  }
  crossings.push_back({.link = names.uplink(to), .up = false});
  return crossings;
}

struct Routes {
  std::vector<XmlElement> elements;  ///< one per pair of sites
  std::set<int> lines;               ///< those that a route crosses
};

/// Throws UsageError at `place` if two of `sites` are not connected.
Routes shortest_routes(const SiteGraph& graph, const Names& names, const std::vector<int>& sites, const Place& place) {
  const auto name = [&graph](int index) { return graph.sites[static_cast<std::size_t>(index)].name; };
  Routes routes;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const int from = sites[i];
    const auto paths = shortest_paths(graph, from);
    for (std::size_t j = i + 1; j < sites.size(); ++j) {
      const int to = sites[j];
      const auto& path = paths[static_cast<std::size_t>(to)];
      if (!path) place.fail(fmt::format("no path from site \"{}\" to site \"{}\"", name(from), name(to)));
      routes.elements.push_back(site_route(names.site(from), names.site(to), crossings(graph, names, from, *path, to)));
      routes.lines.insert(path->begin(), path->end());
    }
  }
  return routes;
}

}  // namespace

void WanPlatform::own_parameters(Parameters& parameters) {
  parameters.text("sites", sites_,
                  "file of sites: CSV name,latitude,longitude[,workers] or a JSON list of such objects");
  parameters.text("graph", graph_, "file of sites and lines, in place of --sites: GML or JSON, distances in km");
  state_latency(parameters, "latency-per-km", latency_per_km_, "of a path between sites");
  state_latency(parameters, "overhead", overhead_, "what a path has at any length, from worker to worker");
  state_bandwidth(parameters, "uplink-bandwidth", uplink_bandwidth_,
                  "of the uplink that the workers of a site share, in each direction");
  state_bandwidth(parameters, "line-bandwidth", line_bandwidth_,
                  "of a line between sites, in each direction; unless given, the graph's capacity, else 1Gbps");
}

void WanPlatform::check(const Place& place) {
  if (sites_.empty() && graph_.empty()) (place / "sites").fail("expected a file of sites, or --graph, found neither");
  if (!sites_.empty() && !graph_.empty()) (place / "graph").fail("expected either --sites or --graph, found both");
}

double WanPlatform::uplink_latency_s(const Place& place) const {
  const double rest = seconds(overhead_) / 2.0 - seconds(latency());
  if (rest < 0.0) {
    (place / "latency").expected(fmt::format("at most half of the overhead, {}", overhead_), latency());
  }
  return rest;
}

std::string WanPlatform::bandwidth_of(const SiteGraph::Line& line) const {
  if (!line_bandwidth_.empty()) return line_bandwidth_;
  return line.capacity_bps ? fmt::format("{}bps", *line.capacity_bps) : "1Gbps";
}

GeneratedPlatform WanPlatform::platform(const Place& place) const {
  const Place file(sites_.empty() ? graph_ : sites_);
  const SiteGraph graph = sites_.empty() ? read_site_graph(graph_) : read_site_list(sites_);
  const auto shares = workers_per_site(graph.sites, workers(), file);
  const auto sites = occupied(shares);
  if (sites.size() > most_sites) file.expected(fmt::format("workers at {} sites at most", most_sites), sites.size());
  const std::string uplink_latency = duration_text(uplink_latency_s(place));
  const Names names(graph);
  const Routes routes = shortest_routes(graph, names, sites, file);

  XmlElement zone("zone", {{"id", "wan"}, {"routing", "Full"}});
  int first = 0;
  for (const int index : sites) {
    const int count = shares[static_cast<std::size_t>(index)];
    zone.add(site(names.site(index), first, count));
    first += count;
  }
  for (const int index : sites) zone.add(duplex_link(names.uplink(index), uplink_bandwidth_, uplink_latency));
  for (const int index : routes.lines) {
    const auto& line = graph.lines[static_cast<std::size_t>(index)];
    zone.add(duplex_link(names.line(index), bandwidth_of(line), duration_text(seconds(latency_per_km_) * line.km)));
  }
  for (const auto& route : routes.elements) zone.add(route);
  return {
      fmt::format("Wide-area network: {} with a {} each, at {} site{}. From worker to worker of two sites "
                  "the latency is {} per km of the shortest path, plus {}; {}.",
                  workers_text(), link_text(), sites.size(), sites.size() == 1 ? "" : "s", latency_per_km_, overhead_,
                  sites_.empty() ? "distances are those of the graph" : "distances are along great circles"),
      std::move(zone)};
}

}  // namespace lowband
