// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/csv_column.hpp"

#include <fmt/format.h>

#include "sim/base/csv_reader.hpp"
#include "sim/results/csv.hpp"

namespace lowband {

std::vector<double> read_csv_column(const std::filesystem::path& file, const std::string& column, const Range& range) {
  CsvReader csv(file);
  const auto index = csv.index_of(column);
  if (!index) csv.lacks(column);
  std::vector<double> numbers;
  while (csv.next()) {
    double number = 0.0;
    csv.read(*index, column, number);
    if (!range.contains(number)) csv.expected(fmt::format("a {} {}", column, range.text()), csv_field(number));
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace lowband
