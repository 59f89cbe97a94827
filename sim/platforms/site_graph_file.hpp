// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/platforms/site_graph.hpp"

namespace lowband {

/// A graph of sites as it was read, and what of the file is not in it.
struct ReadSiteGraph {
  SiteGraph graph;
  std::vector<std::string> left_out{};  ///< the sites that were left out, by label
};

/// Reads sites and the lines between them from a file of any format of read_graph_records(), such as GML:
///
///     graph [ node [ id 0 label "Oslo" workers 2 ] node [ id 1 ] edge [ source 0 target 1 distance 417 capacity 1e9 ]
///     ]
///
/// or JSON:
///
///     {"nodes": [{"id": 0, "label": "Oslo", "workers": 2}, {"id": 1}],
///      "edges": [{"source": 0, "target": 1, "distance": 417, "capacity": 1e9}]}
///
/// with the keys of site_graph_keys.hpp. Lines are undirected; one from a site to itself is skipped. Of several lines
/// between two sites the shortest counts, of equally long ones that with the largest capacity.
///
/// An edge without a distance is as long as the great circle between its nodes, if both have coordinates, as in the
/// Internet Topology Zoo (Knight et al., IEEE JSAC 29(9), 2011). Where they have none, the edge is `unknown_km` long;
/// without that, nodes that lack coordinates are left out, if one of their edges needs them. Throws UsageError that
/// names the file and the line, or the JSON pointer.
[[nodiscard]] ReadSiteGraph read_site_graph(const std::string& file, std::optional<double> unknown_km = std::nullopt);

}  // namespace lowband
