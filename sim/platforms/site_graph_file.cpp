// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_graph_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/platforms/graph_records.hpp"
#include "sim/platforms/great_circle.hpp"
#include "sim/platforms/site_graph_keys.hpp"
#include "sim/platforms/site_workers.hpp"

namespace lowband {

namespace {

const NodeKeys& node_keys() {
  static const NodeKeys keys;
  return keys;
}
const EdgeKeys& edge_keys() {
  static const EdgeKeys keys;
  return keys;
}

bool has(const GraphRecord& record, const GraphKey& key) { return find(record.fields, key) != record.fields.end(); }

const Json& field(const GraphRecord& record, const GraphKey& key) {
  const auto found = find(record.fields, key);
  if (found == record.fields.end()) record.place.fail(fmt::format("the key \"{}\" is missing", key.names.front()));
  return *found;
}

double number(const Json& value, const Place& place, const Range& range) {
  if (!value.is_number() || !std::isfinite(value.get<double>()) || !range.contains(value.get<double>())) {
    place.expected(fmt::format("a number {}", range.text()), value);
  }
  return value.get<double>();
}

/// Nothing if the key is absent.
std::optional<double> number(const GraphRecord& record, const GraphKey& key, const Range& range) {
  const auto found = find(record.fields, key);
  if (found == record.fields.end()) return std::nullopt;
  return number(*found, record.place / found.key(), range);
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::string label_of(const GraphRecord& node) {
  return text_of(field(node, has(node, node_keys().label) ? node_keys().label : node_keys().id));
}

std::optional<int> workers_of(const GraphRecord& node) {
  const auto workers = find(node.fields, node_keys().workers);
  return workers == node.fields.end() ? std::nullopt : std::optional(read_site_workers(*workers, node.place));
}

std::optional<Coordinates> coordinates(const GraphRecord& node) {
  constexpr Range latitudes{-90, 90};
  constexpr Range longitudes{-180, 180};
  if (const auto pair = find(node.fields, node_keys().position); pair != node.fields.end()) {
    const Place place = node.place / pair.key();
    if (!pair->is_array() || pair->size() != 2) place.expected(node_keys().position.type, *pair);
    return Coordinates{.latitude = number(pair->at(1), place / 1, latitudes),
                       .longitude = number(pair->at(0), place / 0, longitudes)};
  }
  const auto latitude = number(node, node_keys().latitude, latitudes);
  const auto longitude = number(node, node_keys().longitude, longitudes);
  if (!latitude || !longitude) return std::nullopt;
  return Coordinates{*latitude, *longitude};
}

/// Finds nodes by what edges call them.
class Index {
 public:
  explicit Index(const std::vector<GraphRecord>& nodes) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const Json& id = field(nodes[i], node_keys().id);
      if (!ids_.emplace(id.dump(), static_cast<int>(i)).second) {
        (nodes[i].place / "id").expected("an id that no other node has", id);
      }
      const auto [label, is_new] = labels_.emplace(Json(label_of(nodes[i])).dump(), static_cast<int>(i));
      if (!is_new) label->second = ambiguous;
    }
  }

  [[nodiscard]] int end_of(const GraphRecord& edge, const GraphKey& key) const {
    const Json& end = field(edge, key);
    const std::string name = end.dump();
    if (const auto id = ids_.find(name); id != ids_.end()) return id->second;
    const auto label = labels_.find(name);
    if (label == labels_.end() || label->second == ambiguous) {
      (edge.place / key.names.front()).expected("the id of a node", end);
    }
    return label->second;
  }

 private:
  static constexpr int ambiguous = -1;
  std::map<std::string, int> ids_;     ///< as JSON, so that 1 and "1" are two
  std::map<std::string, int> labels_;  ///< likewise
};

/// An edge with the nodes it ends at.
struct Edge {
  const GraphRecord* record;
  int from;
  int to;
  [[nodiscard]] bool has_distance() const { return has(*record, edge_keys().distance); }
};

/// Whether `a` counts rather than `b`, another line between the same sites.
bool is_better(const SiteGraph::Line& a, const SiteGraph::Line& b) {
  return a.km != b.km ? a.km < b.km : a.capacity_bps.value_or(0.0) > b.capacity_bps.value_or(0.0);
}

}  // namespace

ReadSiteGraph read_site_graph(const std::string& file, std::optional<double> unknown_km) {
  const GraphRecords records = read_graph_records(file);
  const Index index(records.nodes);
  std::vector<std::optional<Coordinates>> at(records.nodes.size());
  std::vector<Edge> edges;
  std::set<int> left_out;
  for (const auto& record : records.edges) {
    const Edge edge{&record, index.end_of(record, edge_keys().source), index.end_of(record, edge_keys().target)};
    if (edge.from == edge.to) continue;
    edges.push_back(edge);
    if (edge.has_distance()) continue;
    for (const int node : {edge.from, edge.to}) {
      auto& place = at[static_cast<std::size_t>(node)];
      if (!place) place = coordinates(records.nodes[static_cast<std::size_t>(node)]);
      if (!place && !unknown_km) left_out.insert(node);
    }
  }

  ReadSiteGraph read;
  std::vector<int> sites(records.nodes.size());  // by node
  for (std::size_t i = 0; i < records.nodes.size(); ++i) {
    const GraphRecord& node = records.nodes[i];
    const std::string label = label_of(node);
    sites[i] = static_cast<int>(read.graph.sites.size());
    if (left_out.contains(static_cast<int>(i))) {
      const std::string id = text_of(field(node, node_keys().id));
      read.left_out.push_back(label == id ? label : fmt::format("{} (id {})", label, id));
    } else {
      read.graph.sites.push_back({label, workers_of(node)});
    }
  }

  std::map<std::pair<int, int>, std::size_t> lines;  // by the sites they join
  for (const auto& edge : edges) {
    if (left_out.contains(edge.from) || left_out.contains(edge.to)) continue;
    const auto& from = at[static_cast<std::size_t>(edge.from)];
    const auto& to = at[static_cast<std::size_t>(edge.to)];
    SiteGraph::Line line{sites[static_cast<std::size_t>(edge.from)], sites[static_cast<std::size_t>(edge.to)], 0.0,
                         number(*edge.record, edge_keys().capacity, {.least = 0, .above = true})};
    if (const auto km = number(*edge.record, edge_keys().distance, {0})) {
      line.km = *km;
    } else {
      line.km = from && to ? great_circle_km(*from, *to) : *unknown_km;
    }
    const auto [other, is_new] = lines.emplace(std::minmax(line.from, line.to), read.graph.lines.size());
    if (is_new) {
      read.graph.lines.push_back(line);
    } else if (is_better(line, read.graph.lines[other->second])) {
      read.graph.lines[other->second] = line;
    }
  }
  return read;
}

}  // namespace lowband
