// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "sim/base/place.hpp"
#include "sim/results/columns.hpp"

namespace lowband {

/// A struct whose columns are stated: it becomes a JSON object with a key per column.
template <class Value>
concept HasColumns = (std::tuple_size_v<decltype(columns<Value>)> > 0);

template <class Value>
[[nodiscard]] Json to_json(const Value& value) {
  return value;
}

/// JSON knows finite numbers only: all others become null.
[[nodiscard]] inline Json to_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

template <HasColumns Row>
[[nodiscard]] Json to_json(const Row& row);

template <class Value>
[[nodiscard]] Json to_json(const std::optional<Value>& value) {
  return value ? to_json(*value) : Json(nullptr);
}

template <HasColumns Row>
[[nodiscard]] Json to_json(const Row& row) {
  Json json = Json::object();
  for_each_column<Row>([&](const auto& column) { json[std::string(column.name)] = to_json(row.*column.member); });
  return json;
}

inline void from_json(const Json& json, const Place& place, std::string& value) {
  if (!json.is_string()) place.expected("text", json);
  value = json.get<std::string>();
}

inline void from_json(const Json& json, const Place& place, double& value) {
  if (!json.is_number() && !json.is_null()) place.expected("a number or null", json);
  value = json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

inline void from_json(const Json& json, const Place& place, bool& value) {
  if (!json.is_boolean()) place.expected("true or false", json);
  value = json.get<bool>();
}

template <std::integral Integer>
void from_json(const Json& json, const Place& place, Integer& value) {
  if (!json.is_number_unsigned() || !std::in_range<Integer>(json.get<std::uint64_t>())) {
    place.expected("a whole number from 0", json);
  }
  value = json.get<Integer>();
}

template <HasColumns Row>
void from_json(const Json& json, const Place& place, Row& row);

template <class Value>
void from_json(const Json& json, const Place& place, std::optional<Value>& value) {
  value.reset();
  if (!json.is_null()) from_json(json, place, value.emplace());
}

/// Reads back what to_json() made, here or in an earlier version; keys that are not known here are passed over. Throws
/// UsageError that names the place.
template <HasColumns Row>
void from_json(const Json& json, const Place& place, Row& row) {
  if (!json.is_object()) place.expected("an object", json);
  for_each_column<Row>([&](const auto& column) {
    const std::string name(column.name);
    if (!json.contains(name)) {
      if (column.since == Since::later) return;
      place.fail("the key \"" + name + "\" is missing");
    }
    from_json(json.at(name), place / column.name, row.*column.member);
  });
}

}  // namespace lowband
