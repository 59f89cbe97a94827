// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/platforms/graph_records.hpp"

namespace lowband {

/// Reads the nodes and edges of a graph from XML, whose outermost element says in which format:
///
///   - GraphML (http://graphml.graphdrawing.org): the data of nodes and edges are fields by the "attr.name" of their
///     key, numbers where its "attr.type" is one, with its default; the ids of nodes are text.
///   - SNDlib's networks (Orlowski, Wessaely, Pioro & Tomaszewski, "SNDlib 1.0", Networks 55(3), 2010,
///     https://sndlib.put.poznan.pl): the ids of nodes, their coordinates if they are geographical, and links. Its
///     capacities are in the unit of its demands, whatever that is, and are passed over, as demands are.
///
/// Throws UsageError that names the file and the line.
[[nodiscard]] GraphRecords read_graph_xml(const std::string& file);

}  // namespace lowband
