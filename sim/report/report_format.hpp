// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/report/text_table.hpp"

namespace lowband {

/// What --format can ask for: "table", "markdown" and "latex" are for people, "csv" and "json" for programs: a record
/// per row, in seconds, bytes and fractions, at full precision; what is not there is nan in CSV and null in JSON.
[[nodiscard]] std::vector<std::string> report_formats();

/// A table of a report, and what stands above it: the scenario; "" for nothing.
struct TitledTable {
  std::string title;
  TextTable table;
};

/// A report, as each of them shows it: lines of text above tables, and below.
struct Report {
  std::vector<std::string> heading{};
  std::vector<TitledTable> tables{};
  std::vector<std::string> notes{};
  std::vector<Json> records{};  ///< objects of the same keys
  Json no_record;               ///< an object of these keys, for a report without rows
};

/// The report in one of report_formats(). Throws UsageError for any other format.
[[nodiscard]] std::string formatted(const Report& report, const std::string& format);

}  // namespace lowband
