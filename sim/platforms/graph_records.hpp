// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/parameters.hpp"

namespace lowband {

/// A node or an edge of a graph, with its plain values, and where it stands.
struct GraphRecord {
  Json fields;
  Place place;
};

struct GraphRecords {
  std::vector<GraphRecord> nodes;
  std::vector<GraphRecord> edges;
};

/// Reads the nodes and edges of a graph, by the ending of the file's name: .json, with the lists "nodes" and "edges" or
/// "links" (as NetworkX writes it); .graphml or .xml, see graph_xml.hpp; else SNDlib's native format, which its first
/// line tells, or GML. Throws UsageError that names the file and the line, or the JSON pointer.
[[nodiscard]] GraphRecords read_graph_records(const std::string& file);

}  // namespace lowband
