#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/report/comparison.hpp"
#include "sim/report/report_format.hpp"

namespace lowband {

/// A column of the table for people.
struct ComparisonColumn {
  TextTable::Column column;
  std::function<std::string(const ComparisonRow&)> cell;
  std::function<Json(const ComparisonRow&)> key;  ///< what the cell stands for: a number, a text; null for "-"
};

/// The columns that have something to say in any row.
[[nodiscard]] std::vector<ComparisonColumn> comparison_columns(const Comparison& comparison);

/// The comparison for people, without records; see comparison_format.hpp for how to read it.
[[nodiscard]] Report report_for_people(const Comparison& comparison);

}  // namespace lowband
