// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/graph_records.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/read_file.hpp"
#include "sim/platforms/gml.hpp"
#include "sim/platforms/graph_xml.hpp"
#include "sim/platforms/sndlib_text.hpp"

namespace lowband {

namespace {

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

GraphRecords gml_records(const std::string& file) {
  const GmlBlock document = read_gml_file(file);
  const GmlEntry* graph = find(document, "graph");
  const auto* contents = graph == nullptr ? nullptr : std::get_if<GmlBlock>(&graph->value);
  if (contents == nullptr) throw UsageError(fmt::format("{}:1: expected a block \"graph\", found none", file));
  GraphRecords records;
  for (const auto& entry : contents->entries) {
    if (entry.key != "node" && entry.key != "edge") continue;
    const Place place = Place(fmt::format("{}:{}", file, entry.line)) / entry.key;
    const auto* block = std::get_if<GmlBlock>(&entry.value);
    if (block == nullptr) place.fail("expected a block, found a plain value");
    (entry.key == "node" ? records.nodes : records.edges).push_back({fields_of(*block), place});
  }
  return records;
}

std::vector<GraphRecord> json_records(const Json& document, const std::string& key, const Place& place) {
  const Json& list = document.at(key);
  if (!list.is_array()) (place / key).expected("a list", list);
  std::vector<GraphRecord> records;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_object()) (place / key / i).expected("an object", list[i]);
    records.push_back({list[i], place / key / i});
  }
  return records;
}

GraphRecords json_records(const std::string& file) {
  const Json document = read_json_file(file);
  const Place place(file);
  const auto has = [&](const char* key) { return document.is_object() && document.contains(key); };
  const std::string edges = has("links") && !has("edges") ? "links" : "edges";
  for (const std::string& key : {std::string("nodes"), edges}) {
    if (!has(key.c_str())) place.expected(fmt::format("an object with \"{}\"", key), document);
  }
  return {json_records(document, "nodes", place), json_records(document, edges, place)};
}

}  // namespace

GraphRecords read_graph_records(const std::string& file) {
  if (has_ending(file, ".json")) return json_records(file);
  if (has_ending(file, ".graphml") || has_ending(file, ".xml")) return read_graph_xml(file);
  if (const std::string text = read_text_file(file); is_sndlib_text(text)) return sndlib_text_records(file, text);
  return gml_records(file);
}

}  // namespace lowband
