// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/csv_reader.hpp"
#include "sim/results/columns.hpp"
#include "sim/results/csv.hpp"

namespace lowband {

/// The header row of the CSV files that hold `Row`s.
template <class Row>
[[nodiscard]] std::string csv_header() {
  std::string header;
  for_each_column<Row>([&header](const auto& column) {
    if (!header.empty()) header += ',';
    header += column.name;
  });
  return header;
}

/// A whole CSV file: the header and a line per row.
template <class Row>
[[nodiscard]] std::string to_csv(const std::vector<Row>& rows) {
  std::string csv = csv_header<Row>() + '\n';
  for (const Row& row : rows) {
    for_each_column<Row>([&](const auto& column) {
      csv += csv_field(row.*column.member);
      csv += ',';
    });
    csv.back() = '\n';
  }
  return csv;
}

/// Reads back what to_csv() wrote, here or in an earlier version: columns are found by their names, in any order, and
/// those that are not known here are passed over. Throws UsageError that names the file and the line.
template <class Row>
[[nodiscard]] std::vector<Row> read_csv(const std::filesystem::path& file) {
  CsvReader reader(file);
  std::vector<std::optional<std::size_t>> indices;
  for_each_column<Row>([&](const auto& column) {
    indices.push_back(reader.index_of(column.name));
    if (!indices.back() && column.since == Since::format_1) reader.lacks(column.name);
  });
  std::vector<Row> rows;
  while (reader.next()) {
    Row& row = rows.emplace_back();
    auto index = indices.begin();
    for_each_column<Row>([&](const auto& column) {
      if (*index) reader.read(**index, column.name, row.*column.member);
      ++index;
    });
  }
  return rows;
}

}  // namespace lowband
