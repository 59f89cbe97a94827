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

/// Reads sites and the lines between them, from GML:
///
///     graph [ node [ id 0 label "Oslo" workers 2 ] node [ id 1 ] edge [ source 0 target 1 distance 417 capacity 1e9 ]
///     ]
///
/// or, where the file's name ends in .json, from the same keys in JSON:
///
///     {"nodes": [{"id": 0, "label": "Oslo", "workers": 2}, {"id": 1}],
///      "edges": [{"source": 0, "target": 1, "distance": 417, "capacity": 1e9}]}
///
/// Distances are km, capacities (which may be absent) bit/s. `label` defaults to the id; `workers` stands in all nodes
/// or in none. Edges name nodes by their ids, or else by labels that are there once. Lines are undirected; one from a
/// site to itself is skipped, and so are all other keys. Of several lines between two sites the shortest counts, of
/// equally long ones that with the largest capacity.
///
/// An edge without `distance` is as long as the great circle between its nodes, if both have coordinates in degrees,
/// as in the Internet Topology Zoo (Knight et al., IEEE JSAC 29(9), 2011): `Latitude` and `Longitude`, or `lat` and
/// `lon`, in small or large letters. Its `LinkSpeedRaw` is a capacity, too. Where they have none, the edge is
/// `unknown_km` long; without that, nodes that lack coordinates are left out, if one of their edges needs them. Throws
/// UsageError that names the file and the line, or the JSON pointer.
[[nodiscard]] ReadSiteGraph read_site_graph(const std::string& file, std::optional<double> unknown_km = std::nullopt);

}  // namespace lowband
