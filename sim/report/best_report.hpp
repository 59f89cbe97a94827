// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/report/best.hpp"
#include "sim/report/table_column.hpp"

namespace lowband {

/// A column of the table for people.
using BestColumn = TableColumn<Best>;

/// The columns for what is best by `by`, those that have something to say of any scenario.
[[nodiscard]] std::vector<BestColumn> best_columns(std::span<const Best> best, BestBy by);

/// What the columns mean, as far as something stands in them.
[[nodiscard]] std::vector<std::string> best_meanings(std::span<const Best> best, BestBy by, double confidence);

/// The best of each scenario as text in one of report_formats(): for people one table with a line per scenario, and
/// below it the answer in words. Throws UsageError for any other format, and as best_of() does.
[[nodiscard]] std::string format_best(const Comparison& comparison, BestBy by, const std::string& format);

}  // namespace lowband
