#pragma once

#include <string>

#include "sim/platforms/site_graph.hpp"

namespace lowband {

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
/// or in none. Lines are undirected; one from a site to itself is skipped, and so are all other keys. Throws UsageError
/// that names the file and the line, or the JSON pointer.
[[nodiscard]] SiteGraph read_site_graph(const std::string& file);

}  // namespace lowband
