// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sim/platforms/equal_hosts_platform.hpp"
#include "sim/platforms/site_graph.hpp"

namespace lowband {

/// Sites far from each other, from a list with coordinates or from a graph with distances. Between two sites a message
/// takes the shortest path and crosses each of its lines, which all who use them share. The latency of the path is
///
///     latency-per-km * km + overhead
///
/// and covers everything from worker to worker: half of the overhead lies at either end, in the worker's own link and
/// in the uplink that its site shares. The defaults, 8.5 us per km and 4 ms, are the rule of Marfoq et al.
/// ("Throughput- Optimal Topology Design for Cross-Silo Federated Learning", NeurIPS 2020): 118,000 km/s, that is light
/// in fibre, 200,000 km/s, on ways 1.7 times as long. Within a site a message crosses the links of the two workers
/// only.
///
/// A line of a graph that states no distance is as long as the great circle between its sites. Sites that have no
/// coordinates then are left out, with a warning that names them, unless --line-latency says how long a message takes
/// on such a line.
///
/// Workers that share a site are consecutive, so that the order of the sites is that of the workers. Lines that no
/// shortest path between workers uses, and sites without workers, are left out.
class WanPlatform final : public EqualHostsPlatform {
 public:
  void check(const Place& place) override;
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
  [[nodiscard]] std::vector<LinkNames> link_names() const override;

 private:
  void own_parameters(Parameters& parameters) override;
  [[nodiscard]] double uplink_latency_s(const Place& place) const;
  [[nodiscard]] std::string bandwidth_of(const SiteGraph::Line& line) const;
  /// The length in km of a line whose latency is --line-latency; nothing if that is not given.
  [[nodiscard]] std::optional<double> unknown_km(const Place& place) const;
  [[nodiscard]] std::string about_distances() const;

  std::string sites_;
  std::string graph_;
  std::string latency_per_km_ = "8.5us";
  std::string overhead_ = "4ms";
  std::string uplink_bandwidth_ = "10Gbps";
  std::string line_bandwidth_;
  std::string line_latency_;
};

}  // namespace lowband
