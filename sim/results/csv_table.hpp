#pragma once

#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

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

/// Reads back what to_csv() wrote. Throws UsageError that names the file and the line.
template <class Row>
[[nodiscard]] std::vector<Row> read_csv(const std::filesystem::path& file) {
  CsvReader reader(file, csv_header<Row>());
  std::vector<Row> rows;
  while (reader.next(std::tuple_size_v<decltype(columns<Row>)>)) {
    Row& row = rows.emplace_back();
    std::size_t index = 0;
    for_each_column<Row>([&](const auto& column) { reader.read(index++, column.name, row.*column.member); });
  }
  return rows;
}

}  // namespace lowband
