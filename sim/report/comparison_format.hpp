#pragma once

#include <string>
#include <vector>

#include "sim/report/comparison.hpp"

namespace lowband {

/// "table" and "markdown" are for people: what the target and the baseline are, a table per scenario (and paradigm, if
/// each has a baseline of its own) in units that suit the size of the figures, and below them whatever a mark or a gap
/// means. A cell is the mean over the seeds, with the standard deviation after a ± where they differ, "(2/3)" where
/// only some have the figure (at the target once, with the time), "-" where none has. "csv" and "json" are for
/// programs: a record per row in seconds, bytes and fractions, at full precision; what is not there is nan in CSV and
/// null in JSON.
[[nodiscard]] std::vector<std::string> comparison_formats();

/// The comparison as text in one of comparison_formats(). Throws UsageError for any other format.
[[nodiscard]] std::string format_comparison(const Comparison& comparison, const std::string& format);

}  // namespace lowband
