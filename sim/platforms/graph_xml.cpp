// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/graph_xml.hpp"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <set>

#include "sim/base/error.hpp"
#include "sim/platforms/xml_document.hpp"

namespace lowband {

namespace {

class Document {
 public:
  explicit Document(const std::string& file) : file_(file), root_(read_xml_file(file)) {}

  [[nodiscard]] const XmlNode& root() const noexcept { return root_; }
  [[nodiscard]] Place place_of(const XmlNode& node) const {
    return Place(fmt::format("{}:{}", file_, node.line)) / node.name;
  }
  /// A child that must be there.
  [[nodiscard]] const XmlNode& child(const XmlNode& node, const std::string& name) const {
    const XmlNode* child = node.child(name);
    if (child == nullptr) place_of(node).fail(fmt::format("expected an element \"{}\", found none", name));
    return *child;
  }
  [[nodiscard]] double number(const XmlNode& node, const std::string& text) const {
    double value = 0.0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) place_of(node).expected("a number", text);
    return value;
  }

 private:
  std::string file_;
  XmlNode root_;
};

/// A <key> of GraphML.
struct DataKey {
  std::string name;
  bool is_number = false;
  const XmlNode* standard = nullptr;
};
/// By their ids; those of nodes, or of edges.
using DataKeys = std::map<std::string, DataKey>;

DataKeys data_keys(const XmlNode& root, const std::string& domain) {
  static const std::set<std::string> numbers{"int", "integer", "long", "float", "double"};
  DataKeys keys;
  for (const auto& key : root.children) {
    const std::string of = key.attribute("for");
    if (key.name != "key" || (of != domain && of != "all" && !of.empty())) continue;
    const std::string id = key.attribute("id");
    const std::string name = key.attribute("attr.name");
    keys[id] = {name.empty() ? id : name, numbers.contains(key.attribute("attr.type")), key.child("default")};
  }
  return keys;
}

void take(Json& fields, const DataKey& key, const XmlNode& data, const Document& document) {
  fields[key.name] = key.is_number ? Json(document.number(data, data.text)) : Json(data.text);
}

/// What `node` has for data, beside the attributes of these names.
GraphRecord graphml_record(const XmlNode& node, const std::vector<std::string>& attributes, const DataKeys& keys,
                           const Document& document) {
  GraphRecord record{Json::object(), document.place_of(node)};
  for (const auto& name : attributes) {
    if (node.attributes.contains(name)) record.fields[name] = node.attribute(name);
  }
  for (const auto& [id, key] : keys) {
    if (key.standard != nullptr) take(record.fields, key, *key.standard, document);
  }
  for (const auto& data : node.children) {
    if (data.name != "data") continue;
    const auto key = keys.find(data.attribute("key"));
    if (key == keys.end()) {
      document.place_of(data).fail(fmt::format("expected the id of a <key>, found \"{}\"", data.attribute("key")));
    }
    take(record.fields, key->second, data, document);
  }
  return record;
}

GraphRecords graphml_records(const Document& document) {
  const DataKeys of_nodes = data_keys(document.root(), "node");
  const DataKeys of_edges = data_keys(document.root(), "edge");
  GraphRecords records;
  for (const auto& child : document.child(document.root(), "graph").children) {
    if (child.name == "node") records.nodes.push_back(graphml_record(child, {"id"}, of_nodes, document));
    if (child.name == "edge") records.edges.push_back(graphml_record(child, {"source", "target"}, of_edges, document));
  }
  return records;
}

GraphRecords sndlib_records(const Document& document) {
  const XmlNode& structure = document.child(document.root(), "networkStructure");
  const XmlNode& nodes = document.child(structure, "nodes");
  const bool is_geographical = nodes.attribute("coordinatesType") == "geographical";
  GraphRecords records;
  for (const auto& node : nodes.children) {
    GraphRecord record{{{"id", node.attribute("id")}}, document.place_of(node)};
    if (is_geographical) {
      const XmlNode& at = document.child(node, "coordinates");
      record.fields["longitude"] = document.number(at, document.child(at, "x").text);
      record.fields["latitude"] = document.number(at, document.child(at, "y").text);
    }
    records.nodes.push_back(std::move(record));
  }
  for (const auto& link : document.child(structure, "links").children) {
    records.edges.push_back(
        {{{"source", document.child(link, "source").text}, {"target", document.child(link, "target").text}},
         document.place_of(link)});
  }
  return records;
}

}  // namespace

GraphRecords read_graph_xml(const std::string& file) {
  const Document document(file);
  if (document.root().name == "graphml") return graphml_records(document);
  if (document.root().name == "network") return sndlib_records(document);
  throw UsageError(fmt::format("{}:{}: expected GraphML or a network of SNDlib, found an element \"{}\"", file,
                               document.root().line, document.root().name));
}

}  // namespace lowband
