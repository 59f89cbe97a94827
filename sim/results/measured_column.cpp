// SPDX-License-Identifier: Apache-2.0
#include "sim/results/measured_column.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

/// What a cell may hold, for people.
std::string example(Dimension dimension) {
  switch (dimension) {
    case Dimension::bandwidth:
      return "a bandwidth with its unit, such as 10Mbps";
    case Dimension::duration:
      return "a duration with its unit, such as 45ms";
    case Dimension::speed:
      return "a speed with its unit, such as 50Gf";
  }
  return "";
}

}  // namespace

std::string_view unit_in_name(std::string_view column, Dimension dimension) {
  const std::size_t underscore = column.rfind('_');
  if (underscore == std::string_view::npos) return "";
  const std::string_view ending = column.substr(underscore + 1);
  return unit_size(dimension, ending) ? ending : "";
}

std::string_view name_without_unit(std::string_view column, Dimension dimension) {
  const std::string_view unit = unit_in_name(column, dimension);
  return unit.empty() ? column : column.substr(0, column.size() - unit.size() - 1);
}

MeasuredColumn::MeasuredColumn(const DataTable& table, std::size_t column, Dimension dimension, std::string_view unit,
                               std::string hint)
    : table_(table), column_(column), dimension_(dimension), unit_(unit_size(dimension, unit)), hint_(std::move(hint)) {
  if (!unit.empty() && !unit_) {
    throw UsageError(fmt::format("{}: expected a unit as in {}, found \"{}\"", hint_, example(dimension), unit));
  }
}

std::optional<double> MeasuredColumn::value(std::size_t row) const {
  const std::string& cell = table_.cell(row, column_);
  if (cell.empty()) return std::nullopt;
  double number = 0.0;
  const char* const end = cell.data() + cell.size();
  const auto [stop, error] = std::from_chars(cell.data(), end, number);
  const std::string_view rest(stop, static_cast<std::size_t>(end - stop));
  const std::size_t blanks = std::min(rest.find_first_not_of(' '), rest.size());
  const auto unit = blanks == rest.size() ? unit_ : unit_size(dimension_, rest.substr(blanks));
  if (error != std::errc() || !unit || !std::isfinite(number) || number < 0.0) {
    table_.expected(example(dimension_) + (hint_.empty() ? "" : fmt::format(" (or {})", hint_)), row, column_);
  }
  return number * *unit;
}

}  // namespace lowband
