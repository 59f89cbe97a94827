// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/quantity.hpp"
#include "sim/results/data_table.hpp"

namespace lowband {

/// A column of measured values: "45ms", or 45 where the column has a unit.
class MeasuredColumn {
 public:
  /// `unit` is that of plain numbers, empty where there are to be none; `hint` says how it could be given, such as
  /// "--latency-unit", or is empty. Throws UsageError about a `unit` that is none.
  MeasuredColumn(const DataTable& table, std::size_t column, Dimension dimension, std::string_view unit,
                 std::string hint);

  /// In bytes/s, seconds or flop/s, finite and at least 0; nothing for an empty cell. Throws UsageError with its place.
  [[nodiscard]] std::optional<double> value(std::size_t row) const;

 private:
  const DataTable& table_;
  std::size_t column_;
  Dimension dimension_;
  std::optional<double> unit_;
  std::string hint_;
};

/// What stands before the unit that ends the name of a column: "rtt" of "rtt_ms"; the whole name if none does.
[[nodiscard]] std::string_view name_without_unit(std::string_view column, Dimension dimension);
/// That unit: "ms"; empty if none does.
[[nodiscard]] std::string_view unit_in_name(std::string_view column, Dimension dimension);

}  // namespace lowband
