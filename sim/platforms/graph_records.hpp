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

/// Reads the nodes and edges of a graph from GML or, where the file's name ends in .json, from JSON with the lists
/// "nodes" and "edges". Throws UsageError that names the file and the line, or the JSON pointer.
[[nodiscard]] GraphRecords read_graph_records(const std::string& file);

}  // namespace lowband
