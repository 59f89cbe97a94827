// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "sim/report/comparison.hpp"

namespace lowband {

/// A figure of a row, as programs get it.
struct ComparisonFigure {
  const char* name;
  Statistic ComparisonRow::*statistic;
  Better better;
};

/// All of them, in the order of the columns of CSV.
[[nodiscard]] std::span<const ComparisonFigure> comparison_figures();

/// Sorts the rows of each scenario by a column, one of comparison_figures() or Comparison::metrics by its mean, the
/// best first, or "algorithm", "paradigm" or "compression" by the alphabet. What only some seeds have comes after what
/// all have, and what none has comes last; equals stay in their order. Throws UsageError if there is no such column.
void sort_rows(Comparison& comparison, const std::string& column);

}  // namespace lowband
