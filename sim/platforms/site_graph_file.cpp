#include "sim/platforms/site_graph_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/parameters.hpp"
#include "sim/platforms/gml.hpp"
#include "sim/platforms/site_workers.hpp"

namespace lowband {

namespace {

/// A node or an edge with its plain values, and where it stands.
struct Record {
  Json fields;
  Place place;
};

struct Records {
  std::vector<Record> nodes;
  std::vector<Record> edges;
};

Json fields_of(const GmlBlock& block) {
  Json fields = Json::object();
  for (const auto& entry : block.entries) {
    if (const auto* text = std::get_if<std::string>(&entry.value)) fields[entry.key] = *text;
    if (const auto* number = std::get_if<double>(&entry.value)) {
      const bool whole = std::nearbyint(*number) == *number && std::abs(*number) <= 0x1p53;
      fields[entry.key] = whole ? Json(static_cast<std::int64_t>(*number)) : Json(*number);
    }
  }
  return fields;
}

Records gml_records(const std::string& file) {
  const GmlBlock document = read_gml_file(file);
  const GmlEntry* graph = find(document, "graph");
  const auto* contents = graph == nullptr ? nullptr : std::get_if<GmlBlock>(&graph->value);
  if (contents == nullptr) throw UsageError(fmt::format("{}:1: expected a block \"graph\", found none", file));
  Records records;
  for (const auto& entry : contents->entries) {
    if (entry.key != "node" && entry.key != "edge") continue;
    const Place place = Place(fmt::format("{}:{}", file, entry.line)) / entry.key;
    const auto* block = std::get_if<GmlBlock>(&entry.value);
    if (block == nullptr) place.fail("expected a block, found a plain value");
    (entry.key == "node" ? records.nodes : records.edges).push_back({fields_of(*block), place});
  }
  return records;
}

std::vector<Record> json_records(const Json& document, const std::string& key, const Place& place) {
  if (!document.is_object() || !document.contains(key)) {
    place.expected(fmt::format("an object with \"{}\"", key), document);
  }
  const Json& list = document.at(key);
  if (!list.is_array()) (place / key).expected("a list", list);
  std::vector<Record> records;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_object()) (place / key / i).expected("an object", list[i]);
    records.push_back({list[i], place / key / i});
  }
  return records;
}

const Json& field(const Record& record, const std::string& key) {
  if (!record.fields.contains(key)) record.place.fail(fmt::format("the key \"{}\" is missing", key));
  return record.fields.at(key);
}

double number(const Record& record, const std::string& key, const Range& range) {
  const Json& value = field(record, key);
  if (!value.is_number() || !std::isfinite(value.get<double>()) || !range.contains(value.get<double>())) {
    (record.place / key).expected(fmt::format("a number {}", range.text()), value);
  }
  return value.get<double>();
}

std::string label_of(const Record& node) {
  const Json& label = node.fields.contains("label") ? node.fields.at("label") : field(node, "id");
  return label.is_string() ? label.get<std::string>() : label.dump();
}

SiteGraph graph_of(const Records& records) {
  SiteGraph graph;
  std::map<std::string, int> index;  // by the id as JSON, so that 1 and "1" are two
  for (const auto& node : records.nodes) {
    const Json& id = field(node, "id");
    if (!index.emplace(id.dump(), static_cast<int>(graph.sites.size())).second) {
      (node.place / "id").expected("an id that no other node has", id);
    }
    graph.sites.push_back({label_of(node), read_site_workers(node.fields, node.place)});
  }
  const auto end_of = [&index](const Record& edge, const std::string& key) {
    const auto found = index.find(field(edge, key).dump());
    if (found == index.end()) (edge.place / key).expected("the id of a node", edge.fields.at(key));
    return found->second;
  };
  for (const auto& edge : records.edges) {
    SiteGraph::Line line{end_of(edge, "source"), end_of(edge, "target"), number(edge, "distance", {0}), {}};
    if (edge.fields.contains("capacity")) line.capacity_bps = number(edge, "capacity", {.least = 0, .above = true});
    if (line.from != line.to) graph.lines.push_back(line);
  }
  return graph;
}

}  // namespace

SiteGraph read_site_graph(const std::string& file) {
  if (!file.ends_with(".json")) return graph_of(gml_records(file));
  const Json document = read_json_file(file);
  const Place place(file);
  return graph_of({json_records(document, "nodes", place), json_records(document, "edges", place)});
}

}  // namespace lowband
