#pragma once

#include <string>

#include "sim/report/best.hpp"

namespace lowband {

/// The best of each scenario as text in one of report_formats(): for people one table with a line per scenario, and
/// below it the answer in words. Throws UsageError for any other format, and as best_of() does.
[[nodiscard]] std::string format_best(const Comparison& comparison, BestBy by, const std::string& format);

}  // namespace lowband
