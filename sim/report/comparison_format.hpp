#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/report/comparison.hpp"

namespace lowband {

/// "table" and "markdown" are for people: a table per scenario, units that suit the size of the figures, the standard
/// deviation over the seeds after a ±, "(2/3)" where only some of the seeds have a figure, "-" where none has.
/// "csv" and "json" are for programs: a record per row in seconds, bytes and fractions, at full precision; what is not
/// there is nan in CSV and null in JSON.
[[nodiscard]] const std::vector<std::string>& comparison_formats();

/// The rows as text in one of comparison_formats(). Throws UsageError for any other format.
[[nodiscard]] std::string format_comparison(std::span<const ComparisonRow> rows, const std::string& format);

}  // namespace lowband
