#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

/// What --format can ask for: "table" and "markdown" are for people, "csv" and "json" for programs: a record per row,
/// in seconds, bytes and fractions, at full precision; what is not there is nan in CSV and null in JSON.
[[nodiscard]] std::vector<std::string> report_formats();

/// A report, as each of them shows it.
struct Report {
  std::function<std::string()> table;
  std::function<std::string()> markdown;
  std::vector<Json> records;  ///< objects of the same keys
  Json no_record;             ///< an object of these keys, for a report without rows
};

/// The report in one of report_formats(). Throws UsageError for any other format.
[[nodiscard]] std::string formatted(const Report& report, const std::string& format);

}  // namespace lowband
