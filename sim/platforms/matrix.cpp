// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>

#include "sim/platforms/measured_sites.hpp"
#include "sim/platforms/quantity_parameters.hpp"
#include "sim/platforms/site_links.hpp"
#include "sim/platforms/site_matrix_file.hpp"
#include "sim/platforms/site_names.hpp"

namespace lowband {

namespace {

constexpr auto contention =
    "What a site sends to several others at once is limited by its workers' links alone, as each ordered pair of sites "
    "has a link of its own: right for bandwidths that were measured for all pairs at once, too fast for those measured "
    "for one pair at a time.";

/// Routes between workers of a site and between sites; SimGrid loads them all.
constexpr double most_routes = 250e3;

const std::vector<Choice>& repeated_choices() {
  static const std::vector<Choice> choices{{"refuse", "there must be one value only"},
                                           {"mean", "their mean"},
                                           {"median", "the middle one"},
                                           {"least", "the smallest"},
                                           {"greatest", "the largest"}};
  return choices;
}

std::string bandwidth_text(double bytes_per_second) {
  constexpr int digits = 12;
  return quantity_like("1bps", bytes_per_second, digits);
}

std::string speed_text(double flops) {
  constexpr int digits = 12;
  return quantity_like("1f", flops, digits);
}

XmlElement link(const std::string& id, double bandwidth_Bps, double latency_s, const std::string& sharing) {
  return {"link",
          {{"id", id},
           {"bandwidth", bandwidth_text(bandwidth_Bps)},
           {"latency", duration_text(latency_s)},
           {"sharing_policy", sharing}}};
}

/// Writes the sites, and the links between them.
class Writer {
 public:
  Writer(const std::vector<MeasuredSite>& sites, const SiteMatrix& latencies, const SiteMatrix& bandwidths,
         double latency_factor, double inside_latency_s)
      : sites_(sites),
        latencies_(latencies),
        bandwidths_(bandwidths),
        latency_factor_(latency_factor),
        inside_latency_s_(inside_latency_s) {
    std::vector<SiteGraph::Site> named;
    for (const auto& site : sites) named.push_back({site.name, std::nullopt});
    identifiers_ = site_identifiers(named);
  }

  [[nodiscard]] XmlElement zone() const {
    XmlElement zone("zone", {{"id", "matrix"}, {"routing", "Full"}});
    int first = 0;
    for (std::size_t i = 0; i < sites_.size(); ++i) {
      zone.add(site(i, first));
      first += sites_[i].workers();
    }
    for (std::size_t i = 0; i < sites_.size(); ++i) {
      for (std::size_t j = 0; j < sites_.size(); ++j) {
        if (i != j) zone.add(pair_link(i, j));
      }
    }
    for (std::size_t i = 0; i < sites_.size(); ++i) {
      for (std::size_t j = 0; j < sites_.size(); ++j) {
        if (i != j) zone.add(pair_route(i, j));
      }
    }
    return zone;
  }

 private:
  [[nodiscard]] std::string name(std::size_t site) const { return "site-" + identifiers_[site]; }
  [[nodiscard]] std::string worker_link(std::size_t site, int worker) const {
    return fmt::format("{}_link_{}", name(site), worker);
  }
  [[nodiscard]] std::string inside(std::size_t site) const { return "inside_" + identifiers_[site]; }
  [[nodiscard]] std::string pair(std::size_t from, std::size_t to) const {
    return fmt::format("from_{}_to_{}", identifiers_[from], identifiers_[to]);
  }

  /// Hosts, their links to a switch, and, where they are several, the routes between them.
  [[nodiscard]] XmlElement site(std::size_t index, int first) const {
    XmlElement zone("zone", {{"id", name(index)}, {"routing", "Full"}});
    std::vector<XmlElement> links;
    int worker = first;
    for (const auto& kind : sites_[index].hosts) {
      for (int i = 0; i < kind.workers; ++i, ++worker) {
        zone.add({"host", {{"id", fmt::format("worker-{}", worker)}, {"speed", speed_text(kind.speed_flops)}}});
        links.push_back(link(worker_link(index, worker), kind.bandwidth_Bps, 0.0, "SPLITDUPLEX"));
      }
    }
    zone.add({"router", {{"id", switch_of(name(index))}}});
    for (const auto& one : links) zone.add(one);
    if (worker - first > 1) zone.add(inside_link(index));
    for (int i = first; i < worker; ++i) {
      zone.add(route(index, i, switch_of(name(index))));
      for (int j = i + 1; j < worker; ++j) zone.add(route(index, i, j));
    }
    return zone;
  }

  /// Without a bandwidth of its own it never makes anyone wait.
  [[nodiscard]] XmlElement inside_link(std::size_t index) const {
    const MeasuredSite& site = sites_[index];
    const auto latency_s = latencies_.value(site.name, site.name);
    const double seconds = latency_s ? *latency_s * latency_factor_ : inside_latency_s_;
    if (const auto bandwidth = bandwidths_.value(site.name, site.name)) {
      return link(inside(index), *bandwidth, seconds, "SHARED");
    }
    const auto widest = std::max_element(site.hosts.begin(), site.hosts.end(), [](const auto& a, const auto& b) {
      return a.bandwidth_Bps < b.bandwidth_Bps;
    });
    return link(inside(index), widest->bandwidth_Bps, seconds, "FATPIPE");
  }

  [[nodiscard]] XmlElement route(std::size_t site, int worker, const std::string& router) const {
    XmlElement route("route", {{"src", fmt::format("worker-{}", worker)}, {"dst", router}});
    route.add({"link_ctn", {{"id", worker_link(site, worker)}, {"direction", "UP"}}});
    return route;
  }
  [[nodiscard]] XmlElement route(std::size_t site, int from, int to) const {
    XmlElement route("route", {{"src", fmt::format("worker-{}", from)}, {"dst", fmt::format("worker-{}", to)}});
    route.add({"link_ctn", {{"id", worker_link(site, from)}, {"direction", "UP"}}});
    route.add({"link_ctn", {{"id", inside(site)}}});
    route.add({"link_ctn", {{"id", worker_link(site, to)}, {"direction", "DOWN"}}});
    return route;
  }

  [[nodiscard]] XmlElement pair_link(std::size_t from, std::size_t to) const {
    const auto& source = sites_[from].name;
    const auto& destination = sites_[to].name;
    return link(pair(from, to), *bandwidths_.value(source, destination),
                *latencies_.value(source, destination) * latency_factor_, "SHARED");
  }

  [[nodiscard]] XmlElement pair_route(std::size_t from, std::size_t to) const {
    XmlElement route("zoneRoute", {{"src", name(from)},
                                   {"dst", name(to)},
                                   {"gw_src", switch_of(name(from))},
                                   {"gw_dst", switch_of(name(to))},
                                   {"symmetrical", "NO"}});
    route.add({"link_ctn", {{"id", pair(from, to)}}});
    return route;
  }

  const std::vector<MeasuredSite>& sites_;
  const SiteMatrix& latencies_;
  const SiteMatrix& bandwidths_;
  double latency_factor_;
  double inside_latency_s_;
  std::vector<std::string> identifiers_;
};

/// Throws UsageError if there are more than SimGrid loads in seconds.
void check_routes(const std::vector<MeasuredSite>& sites, const Place& place) {
  const auto count = static_cast<double>(sites.size());
  double routes = count * (count - 1.0);
  for (const auto& site : sites) routes += 0.5 * site.workers() * (site.workers() + 1.0);
  if (routes > most_routes) {
    place.fail(fmt::format("expected at most {:.0f} routes, between workers of a site and between sites, found {:.0f}",
                           most_routes, routes));
  }
}

void check_above_zero(const SiteMatrix& bandwidths, const std::vector<MeasuredSite>& sites) {
  for (const auto& from : sites) {
    for (const auto& to : sites) {
      if (bandwidths.value(from.name, to.name) != 0.0) continue;
      throw UsageError(fmt::format("{}: expected a bandwidth above 0 from \"{}\" to \"{}\", found 0{}", bandwidths.file,
                                   from.name, to.name,
                                   from.name == to.name ? ": leave the cell empty if it is not known" : ""));
    }
  }
}

}  // namespace

void MatrixPlatform::parameters(Parameters& parameters) {
  parameters.text("latency", latency_, "file of one-way latencies: a square table, or source, destination, value");
  parameters.text("rtt", rtt_, "file of round-trip times, instead of --latency; half of each counts");
  parameters.text("bandwidth", bandwidth_, "file of bandwidths, likewise", Parameters::Need::required);
  parameters.text("hosts", hosts_,
                  "file of who works where: columns site, workers, speed, bandwidth, of which all but site may be left "
                  "out; a site may have several rows");
  parameters.texts("sites", sites_, "a selection, such as paris,oslo, in the order of the workers");
  parameters.text("prefix", prefix_, "what some names of sites begin with, such as aws:, and others do not: taken off");
  parameters.text("latency-unit", latency_unit_,
                  "of latencies or round-trip times that have none, nor their column's name (rtt_ms)");
  parameters.text("bandwidth-unit", bandwidth_unit_,
                  "of bandwidths that have none, nor their column's name (received_mbps)");
  parameters.texts("latency-columns", latency_columns_,
                   "of a long table: source,destination,value; unless given, by their usual names");
  parameters.texts("bandwidth-columns", bandwidth_columns_, "likewise, of --bandwidth");
  parameters.choice("repeated", repeated_, repeated_choices(), "which value counts where a pair has several");
  declare_latency(parameters, "inside-latency", inside_latency_, "between workers of a site whose diagonal is empty");
  parameters.integer("workers", workers_, {1, 700}, "worker", "at each site, where --hosts does not say");
  declare_speed(parameters, "speed", speed_, "of every worker, in flop/s, where --hosts does not say");
  declare_bandwidth(parameters, "host-bandwidth", host_bandwidth_,
                    "of every worker's link, in each direction, where --hosts does not say");
}

void MatrixPlatform::check(const Place& place) {
  if (latency_.empty() == rtt_.empty()) {
    (place / "latency")
        .fail(fmt::format("expected either --latency or --rtt, found {}", rtt_.empty() ? "neither" : "both"));
  }
}

SiteMatrix MatrixPlatform::read_latencies() const {
  return read_site_matrix({.file = rtt_.empty() ? latency_ : rtt_,
                           .dimension = Dimension::duration,
                           .unit = latency_unit_,
                           .columns = latency_columns_,
                           .repeated = repeated_,
                           .prefix = prefix_,
                           .sites = sites_,
                           .is_symmetrical = !rtt_.empty()});
}

SiteMatrix MatrixPlatform::read_bandwidths() const {
  return read_site_matrix({.file = bandwidth_,
                           .dimension = Dimension::bandwidth,
                           .unit = bandwidth_unit_,
                           .columns = bandwidth_columns_,
                           .repeated = repeated_,
                           .prefix = prefix_,
                           .sites = sites_});
}

GeneratedPlatform MatrixPlatform::platform(const Place& place) const {
  const SiteMatrix latencies = read_latencies();
  const SiteMatrix bandwidths = read_bandwidths();
  const SiteHosts otherwise{.site = "",
                            .workers = workers_,
                            .speed_flops = read_speed(speed_, place / "speed"),
                            .bandwidth_Bps = read_bandwidth(host_bandwidth_, place / "host-bandwidth")};
  const auto hosts = hosts_.empty() ? std::vector<SiteHosts>{} : read_site_hosts(hosts_, otherwise);
  const auto sites = measured_sites(latencies, bandwidths, hosts_, hosts, otherwise, sites_);
  check_above_zero(bandwidths, sites);
  check_routes(sites, place);
  const Writer writer(sites, latencies, bandwidths, rtt_.empty() ? 1.0 : 0.5, seconds(inside_latency_));
  int workers = 0;
  for (const auto& site : sites) workers += site.workers();
  std::vector<std::string> notes = latencies.remarks;
  notes.insert(notes.end(), bandwidths.remarks.begin(), bandwidths.remarks.end());
  notes.emplace_back(contention);
  return {
      fmt::format("Measured sites: {} worker{} at {} site{}, with {} and bandwidth of each ordered pair of sites. {}",
                  workers, workers == 1 ? "" : "s", sites.size(), sites.size() == 1 ? "" : "s",
                  rtt_.empty() ? "the latency" : "half the round-trip time", contention),
      writer.zone(),
      {},
      std::move(notes)};
}

std::vector<LinkNames> MatrixPlatform::link_names() const {
  return {{"site-*_link_*_UP", "from a worker"},
          {"site-*_link_*_DOWN", "to a worker"},
          {"inside_*", "between workers of a site"},
          {"from_*_to_*", "from the site named first to the one named second"}};
}

}  // namespace lowband
