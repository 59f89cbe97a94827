// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lowband {

/// Sites and the lines between them: what a WAN is made of.
struct SiteGraph {
  struct Site {
    std::string name;
    std::optional<int> workers;  ///< how many work there; stated for all sites or for none
  };
  struct Line {
    int from = 0;
    int to = 0;
    double km = 0.0;
    std::optional<double> capacity_bps;  ///< bit/s
  };

  std::vector<Site> sites;
  std::vector<Line> lines;  ///< undirected
};

/// Lines that are crossed one after another: indices of SiteGraph::lines.
using SitePath = std::vector<int>;

/// The shortest path in km from one site to every other, by site; nothing for those that cannot be reached. Of paths
/// that are as long, up to rounding, any may be taken, but a line straight to the site always is.
[[nodiscard]] std::vector<std::optional<SitePath>> shortest_paths(const SiteGraph& graph, int from);

/// The sites that lines connect, directly or through others: each part with its sites in rising order, the largest part
/// first.
[[nodiscard]] std::vector<std::vector<int>> connected_parts(const SiteGraph& graph);

}  // namespace lowband
