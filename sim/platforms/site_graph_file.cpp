#include "sim/platforms/site_graph_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

#include "sim/platforms/graph_records.hpp"
#include "sim/platforms/great_circle.hpp"
#include "sim/platforms/site_workers.hpp"

namespace lowband {

namespace {

const Json& field(const GraphRecord& record, const std::string& key) {
  if (!record.fields.contains(key)) record.place.fail(fmt::format("the key \"{}\" is missing", key));
  return record.fields.at(key);
}

double number(const GraphRecord& record, const std::string& key, const Range& range) {
  const Json& value = field(record, key);
  if (!value.is_number() || !std::isfinite(value.get<double>()) || !range.contains(value.get<double>())) {
    (record.place / key).expected(fmt::format("a number {}", range.text()), value);
  }
  return value.get<double>();
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::string label_of(const GraphRecord& node) {
  return text_of(node.fields.contains("label") ? node.fields.at("label") : field(node, "id"));
}

/// The value of the first key that is one of `names`, in small or large letters.
std::optional<double> coordinate(const GraphRecord& node, const std::set<std::string>& names, const Range& range) {
  for (const auto& item : node.fields.items()) {
    std::string name = item.key();
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    if (names.contains(name)) return number(node, item.key(), range);
  }
  return std::nullopt;
}

std::optional<Coordinates> coordinates(const GraphRecord& node) {
  const auto latitude = coordinate(node, {"latitude", "lat"}, {-90, 90});
  const auto longitude = coordinate(node, {"longitude", "lon"}, {-180, 180});
  if (!latitude || !longitude) return std::nullopt;
  return Coordinates{*latitude, *longitude};
}

std::optional<double> capacity_bps(const GraphRecord& edge) {
  for (const std::string key : {"capacity", "LinkSpeedRaw"}) {
    if (edge.fields.contains(key)) return number(edge, key, {.least = 0, .above = true});
  }
  return std::nullopt;
}

/// Finds nodes by what edges call them.
class Index {
 public:
  explicit Index(const std::vector<GraphRecord>& nodes) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const Json& id = field(nodes[i], "id");
      if (!ids_.emplace(id.dump(), static_cast<int>(i)).second) {
        (nodes[i].place / "id").expected("an id that no other node has", id);
      }
      const auto [label, is_new] = labels_.emplace(Json(label_of(nodes[i])).dump(), static_cast<int>(i));
      if (!is_new) label->second = ambiguous;
    }
  }

  [[nodiscard]] int end_of(const GraphRecord& edge, const std::string& key) const {
    const std::string name = field(edge, key).dump();
    if (const auto id = ids_.find(name); id != ids_.end()) return id->second;
    const auto label = labels_.find(name);
    if (label == labels_.end() || label->second == ambiguous) {
      (edge.place / key).expected("the id of a node", edge.fields.at(key));
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
  [[nodiscard]] bool has_distance() const { return record->fields.contains("distance"); }
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
    const Edge edge{&record, index.end_of(record, "source"), index.end_of(record, "target")};
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
      const std::string id = text_of(node.fields.at("id"));
      read.left_out.push_back(label == id ? label : fmt::format("{} (id {})", label, id));
    } else {
      read.graph.sites.push_back({label, read_site_workers(node.fields, node.place)});
    }
  }

  std::map<std::pair<int, int>, std::size_t> lines;  // by the sites they join
  for (const auto& edge : edges) {
    if (left_out.contains(edge.from) || left_out.contains(edge.to)) continue;
    const auto& from = at[static_cast<std::size_t>(edge.from)];
    const auto& to = at[static_cast<std::size_t>(edge.to)];
    SiteGraph::Line line{sites[static_cast<std::size_t>(edge.from)], sites[static_cast<std::size_t>(edge.to)], 0.0,
                         capacity_bps(*edge.record)};
    if (edge.has_distance()) {
      line.km = number(*edge.record, "distance", {0});
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
