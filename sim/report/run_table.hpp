// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/target_options.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// Which runs stand in the table, at which target, and in which order.
struct RunTableOptions {
  TargetOptions target{};              ///< in place of the experiments' own
  std::optional<std::string> only{};   ///< see groups_matching()
  std::vector<std::string> metrics{};  ///< names of metrics(), each a column
  std::optional<std::string> sort{};   ///< a column, its best first; else scenarios and algorithms as in the experiment
};

/// One long table, a line per run that is over, as text in one of report_formats(): what was run (with every value in
/// which the algorithms differ), where (the narrowest link and the longest latency of a link that any run of the
/// scenario used), and what came out. Columns without content are left out for people. Throws UsageError if an option
/// cannot be kept, or for any other format.
[[nodiscard]] std::string format_runs(std::span<const ResultsFolder> results, const RunTableOptions& options,
                                      const std::string& format);

}  // namespace lowband
