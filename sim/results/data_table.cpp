// SPDX-License-Identifier: Apache-2.0
#include "sim/results/data_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/csv_reader.hpp"
#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace {

std::string cell_of(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// The key of the only list in `document`; empty if that is the list itself.
std::string key_of_list(const Json& document, const Place& place) {
  if (document.is_array()) return "";
  std::vector<std::string> keys;
  if (document.is_object()) {
    for (const auto& item : document.items()) {
      if (item.value().is_array()) keys.push_back(item.key());
    }
  }
  if (keys.size() != 1) place.expected("a list of objects, or an object with one such list", document);
  return keys.front();
}

}  // namespace

DataTable::DataTable(const std::filesystem::path& file) : file_(file.string()) {
  if (has_ending(file_, ".json")) {
    read_json();
  } else {
    read_csv();
  }
}

void DataTable::read_csv() {
  CsvReader reader(file_);
  columns_ = reader.columns();
  while (reader.next()) {
    auto& row = cells_.emplace_back(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) reader.read(i, columns_[i], row[i]);
    places_.push_back(fmt::format("{}:{}", file_, reader.line()));
  }
}

void DataTable::read_json() {
  const Json document = read_json_file(file_);
  const Place top(file_);
  const std::string key = key_of_list(document, top);
  const Json& list = key.empty() ? document : document.at(key);
  const Place place = key.empty() ? top : top / key;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_object()) (place / i).expected("an object", list[i]);
    for (const auto& item : list[i].items()) {
      if (!find(item.key())) columns_.push_back(item.key());
    }
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto& row = cells_.emplace_back();
    for (const auto& column : columns_) {
      const auto found = list[i].find(column);
      row.push_back(found == list[i].end() ? "" : cell_of(*found));
    }
    places_.push_back((place / i).text());
  }
}

std::optional<std::size_t> DataTable::find(std::string_view column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

std::size_t DataTable::column(const std::string& name) const {
  if (const auto found = find(name)) return *found;
  throw UsageError(fmt::format("{}: no column \"{}\"{}", file_, name, did_you_mean(name, columns_)));
}

std::string DataTable::place_of(std::size_t row) const { return places_.at(row); }

void DataTable::expected(std::string_view what, std::size_t row, std::size_t column) const {
  throw UsageError(
      fmt::format("{}: expected {} as {}, found \"{}\"", place_of(row), what, columns_.at(column), cell(row, column)));
}

}  // namespace lowband
