#pragma once

#include <span>
#include <string>

#include "sim/report/comparison.hpp"

namespace lowband {

/// The comparison for people, a table per scenario; see comparison_format.hpp for how to read a cell.
[[nodiscard]] std::string aligned_comparison(std::span<const ComparisonRow> rows);
[[nodiscard]] std::string markdown_comparison(std::span<const ComparisonRow> rows);

}  // namespace lowband
