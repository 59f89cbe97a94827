// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/wan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
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
class SiteNames {
 public:
  explicit SiteNames(const SiteGraph& graph) : graph_(graph), sites_(site_identifiers(graph.sites)) {}

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
std::vector<Crossing> crossings(const SiteGraph& graph, const SiteNames& names, int from, const SitePath& path,
                                int to) {
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

/// Their names, of many only the first ones.
std::string listed(const SiteGraph& graph, const std::vector<int>& sites) {
  constexpr std::size_t most = 10;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(most, sites.size()); ++i) {
    names.push_back(fmt::format("\"{}\"", graph.sites[static_cast<std::size_t>(sites[i])].name));
  }
  const std::size_t more = sites.size() - names.size();
  return fmt::format("{}{}", fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

/// Throws UsageError at `place`, which names the parts, if lines do not connect all of `sites`.
void check_connected(const SiteGraph& graph, const std::vector<int>& sites, const Place& place, const char* hint) {
  std::vector<std::string> parts;
  for (const auto& part : connected_parts(graph)) {
    const bool has_workers = std::any_of(
        part.begin(), part.end(), [&](int site) { return std::binary_search(sites.begin(), sites.end(), site); });
    if (has_workers) parts.push_back(listed(graph, part));
  }
  if (parts.size() < 2) return;
  place.fail(fmt::format("expected lines that connect all sites with workers, found {} parts: {}{}", parts.size(),
                         fmt::join(parts, "; "), hint));
}

struct Routes {
  std::vector<XmlElement> elements;  ///< one per pair of sites
  std::set<int> lines;               ///< those that a route crosses
};

/// Of `sites`, which are connected.
Routes shortest_routes(const SiteGraph& graph, const SiteNames& names, const std::vector<int>& sites) {
  Routes routes;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const int from = sites[i];
    const auto paths = shortest_paths(graph, from);
    for (std::size_t j = i + 1; j < sites.size(); ++j) {
      const int to = sites[j];
      const auto& path = paths[static_cast<std::size_t>(to)];
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
  parameters.text("graph", graph_,
                  "file of sites and lines, instead of --sites: GML, GraphML, JSON or SNDlib's XML or text, with "
                  "distances in km or "
                  "coordinates; see \"lowband describe site-graph\"");
  declare_latency(parameters, "latency-per-km", latency_per_km_, "of a path between sites");
  declare_latency(parameters, "overhead", overhead_, "what a path has at any length, from worker to worker");
  declare_bandwidth(parameters, "uplink-bandwidth", uplink_bandwidth_,
                    "of the uplink that the workers of a site share, in each direction");
  declare_bandwidth(parameters, "line-bandwidth", line_bandwidth_,
                    "of a line between sites, in each direction; unless given, the graph's capacity, else 1Gbps");
  declare_latency(parameters, "line-latency", line_latency_,
                  "of a line that has neither a distance nor coordinates at both ends; unless given, sites without "
                  "coordinates are left out");
}

void WanPlatform::check(const Place& place) {
  if (sites_.empty() && graph_.empty()) (place / "sites").fail("expected a file of sites, or --graph, found neither");
  if (!sites_.empty() && !graph_.empty()) (place / "graph").fail("expected either --sites or --graph, found both");
  if (!sites_.empty() && !line_latency_.empty()) {
    (place / "line-latency").fail("is of lines of a --graph: all --sites have coordinates");
  }
}

std::optional<double> WanPlatform::unknown_km(const Place& place) const {
  if (line_latency_.empty()) return std::nullopt;
  const double per_km = seconds(latency_per_km_);
  if (per_km == 0.0) (place / "line-latency").fail("expected a --latency-per-km above 0 beside it, found 0");
  return seconds(line_latency_) / per_km;
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

std::string WanPlatform::about_distances() const {
  if (graph_.empty()) return "distances are along great circles";
  return fmt::format("distances are those of the graph, and along great circles where it has none{}",
                     line_latency_.empty() ? "" : fmt::format("; lines without either take {}", line_latency_));
}

GeneratedPlatform WanPlatform::platform(const Place& place) const {
  const Place file(sites_.empty() ? graph_ : sites_);
  const ReadSiteGraph read =
      sites_.empty() ? read_site_graph(graph_, unknown_km(place)) : ReadSiteGraph{read_site_list(sites_)};
  const SiteGraph& graph = read.graph;
  std::vector<std::string> warnings;
  if (!read.left_out.empty()) {
    if (graph.sites.empty()) file.fail("no site has coordinates, nor its lines distances: give --line-latency");
    warnings.push_back(fmt::format(
        "{}: left out, as they have no coordinates, nor all of their lines a distance (--line-latency keeps them): {}",
        graph_, fmt::join(read.left_out, ", ")));
  }
  const auto shares = workers_per_site(graph.sites, workers(), file);
  const auto sites = occupied(shares);
  if (sites.size() > most_sites) file.expected(fmt::format("workers at {} sites at most", most_sites), sites.size());
  const std::string uplink_latency = duration_text(uplink_latency_s(place));
  const SiteNames names(graph);
  check_connected(graph, sites, file,
                  read.left_out.empty() ? "" : "; sites without coordinates were left out: --line-latency keeps them");
  const Routes routes = shortest_routes(graph, names, sites);

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
  return {fmt::format("Wide-area network: {} with a {} each, at {} site{}. From worker to worker of two sites "
                      "the latency is {} per km of the shortest path, plus {}; {}.",
                      workers_text(), link_text(), sites.size(), sites.size() == 1 ? "" : "s", latency_per_km_,
                      overhead_, about_distances()),
          std::move(zone), std::move(warnings)};
}

std::vector<LinkNames> WanPlatform::link_names() const {
  std::vector<LinkNames> names = worker_link_names("site-*");
  names.push_back({"site-*_uplink_UP", "out of a site"});
  names.push_back({"site-*_uplink_DOWN", "into a site"});
  names.push_back({"line_*_UP", "from the site named first to the one named second"});
  names.push_back({"line_*_DOWN", "back from it"});
  return names;
}

}  // namespace lowband
