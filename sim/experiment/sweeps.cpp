// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/sweeps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/base/quantity.hpp"
#include "sim/experiment/sweep_names.hpp"
#include "sim/experiment/value_range.hpp"

namespace lowband {

namespace {

constexpr auto sweep = "sweep";
constexpr std::size_t most_algorithms = 1000;                            // of one entry
constexpr auto sweep_reference = "#/properties/algorithms/$defs/sweep";  // in the schema of an experiment

/// A value without sweeps, which the file has with some.
struct Variant {
  Json json;
  std::vector<SweptValue> values;  ///< of the sweeps, in the order of the file
  Place::Detours detours;
};

/// A value of a sweep, and where it stands; one between the ends of a series stands nowhere but in that.
struct Listed {
  Json json;
  Place place;
};

std::vector<Listed> listed_values(const Json& list, const Place& place) {
  if (!list.is_array() || list.empty()) place.expected("a list of at least one value", list);
  if (list.size() > most_algorithms) place.fail(fmt::format("expected at most {} values", most_algorithms));
  std::vector<Listed> listed;
  if (!is_series(list)) {
    for (std::size_t i = 0; i < list.size(); ++i) listed.push_back({list[i], place / i});
    return listed;
  }
  for (auto& value : range_values(list, place, read_any_quantity)) {
    const auto written = std::find(list.begin(), list.end(), value);
    const Place where = written == list.end() ? place : place / static_cast<std::size_t>(written - list.begin());
    listed.push_back({std::move(value), where});
  }
  return listed;
}

std::vector<Variant> variants_of(const Json& json, const Place& place, const SweepKey& key);

/// All of `ones` with all of `others`, of which the latter change fastest. `join` puts the values together.
template <class Join>
std::vector<Variant> product(const std::vector<Variant>& ones, const std::vector<Variant>& others, const Place& place,
                             const Join& join) {
  if (ones.size() * others.size() > most_algorithms) {
    place.fail(fmt::format("expected at most {} algorithms of one entry, found sweeps that make {} and more",
                           most_algorithms, ones.size() * others.size()));
  }
  std::vector<Variant> all;
  for (const auto& one : ones) {
    for (const auto& other : others) {
      Variant& both = all.emplace_back(one);
      join(both.json, other.json);
      both.values.insert(both.values.end(), other.values.begin(), other.values.end());
      both.detours.insert(other.detours.begin(), other.detours.end());
    }
  }
  return all;
}

/// The variants of all values of a sweep, which stands at `place`.
std::vector<Variant> variants_of_sweep(const Json& json, const Place& place, const SweepKey& key) {
  for (const auto& item : json.items()) {
    if (item.key() != sweep) (place / item.key()).fail("expected nothing beside \"sweep\" in its object");
  }
  const auto listed = listed_values(json[sweep], place / sweep);
  std::vector<Json> values;
  for (const auto& each : listed) values.push_back(each.json);
  const auto labels = sweep_labels(values);
  std::vector<Variant> all;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const auto other = static_cast<std::size_t>(std::find(labels.begin(), labels.end(), labels[i]) - labels.begin());
    if (other != i) {
      listed[i].place.fail(
          fmt::format("expected values that differ, found {} already at {}", labels[i], listed[other].place.pointer()));
    }
    for (auto& variant : variants_of(listed[i].json, listed[i].place, key)) {
      Variant& one = all.emplace_back();
      one.json = std::move(variant.json);
      one.values.push_back({key, labels[i]});
      one.values.insert(one.values.end(), variant.values.begin(), variant.values.end());
      one.detours = std::move(variant.detours);
      one.detours.emplace(place.pointer(), listed[i].place.pointer());
    }
  }
  return all;
}

std::vector<Variant> variants_of(const Json& json, const Place& place, const SweepKey& key) {
  if (!json.is_structured()) return {{json, {}, {}}};
  if (json.is_object() && json.contains(sweep)) return variants_of_sweep(json, place, key);
  std::vector<Variant> all{{json.is_object() ? Json::object() : Json::array(), {}, {}}};
  for (const auto& item : json.items()) {
    SweepKey inner = key;
    inner.push_back(item.key());
    const auto variants = variants_of(item.value(), place / item.key(), inner);
    all = product(all, variants, place, [&](Json& whole, const Json& part) {
      if (whole.is_object()) {
        whole[item.key()] = part;
      } else {
        whole.push_back(part);
      }
    });
  }
  return all;
}

/// Allows a sweep in place of each value in what `schema` is of.
void allow_sweeps_in(Json& schema);

/// Allows a sweep in place of the value that `schema` is of, and in it.
void allow_sweep(Json& schema) {
  allow_sweeps_in(schema);
  Json either = Json::object();
  for (const auto* about : {"description", "default"}) {
    if (!schema.contains(about)) continue;
    either[about] = std::move(schema[about]);
    schema.erase(about);
  }
  Json alternatives = Json::array();
  const bool is_choice = schema.size() == 1 && schema.contains("anyOf");
  if (is_choice) {
    alternatives = std::move(schema["anyOf"]);
  } else {
    alternatives.push_back(std::move(schema));
  }
  alternatives.push_back({{"$ref", sweep_reference}});
  either["anyOf"] = std::move(alternatives);
  schema = std::move(either);
}

void allow_sweeps_in(Json& schema) {
  if (schema.contains("properties")) {
    for (auto& property : schema["properties"].items()) {
      if (property.key() != "description") allow_sweep(property.value());
    }
  }
  if (schema.contains("items")) allow_sweep(schema["items"]);
  if (schema.contains("anyOf")) {
    for (auto& alternative : schema["anyOf"]) allow_sweeps_in(alternative);
  }
}

}  // namespace

std::vector<SweptAlgorithm> swept_algorithms(const Json& entry, const Place& place) {
  if (entry.contains(sweep)) (place / sweep).fail("a sweep stands in place of a value of an algorithm, not of a whole");
  Json values = entry;
  values.erase("name");
  auto variants = variants_of(values, place, {});
  if (variants.front().values.empty()) return {{entry, place}};
  std::vector<std::string> names;
  if (entry.contains("name") && entry["name"].is_string()) {
    std::vector<std::vector<SweptValue>> swept;
    for (const auto& variant : variants) swept.push_back(variant.values);
    names = swept_names(entry["name"].get<std::string>(), swept, place / "name");
  }
  std::vector<SweptAlgorithm> algorithms;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    if (entry.contains("name")) variants[i].json["name"] = names.empty() ? entry["name"] : Json(names[i]);
    algorithms.push_back({std::move(variants[i].json), place.with_detours(std::move(variants[i].detours))});
  }
  return algorithms;
}

Json sweep_definitions() {
  return {{sweep,
           {{"type", "object"},
            {"properties", {{sweep, {{"type", "array"}, {"minItems", 1}}}, {"description", {{"type", "string"}}}}},
            {"required", {sweep}},
            {"additionalProperties", false}}}};
}

Json with_sweeps(Json schema) {
  for (auto& alternative : schema["anyOf"]) {
    const Json name = alternative["properties"]["name"];
    allow_sweeps_in(alternative);
    alternative["properties"]["name"] = name;
  }
  return schema;
}

}  // namespace lowband
