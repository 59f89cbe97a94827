// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/report/comparison.hpp"
#include "sim/report/report_format.hpp"
#include "sim/report/table_column.hpp"

namespace lowband {

/// A column of the table for people.
using ComparisonColumn = TableColumn<ComparisonRow>;

/// The columns that have something to say in any row.
[[nodiscard]] std::vector<ComparisonColumn> comparison_columns(const Comparison& comparison);

/// The comparison for people, without records; see comparison_format.hpp for how to read it.
[[nodiscard]] Report report_for_people(const Comparison& comparison);

}  // namespace lowband
