// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/target_options.hpp"

namespace lowband {

/// `lowband compare DIR... [--best time|bytes|accuracy | --per-run] [--baseline ALGORITHM|paradigm] [--only PATTERN]
/// [--sort COLUMN] [--confidence SHARE] [--metric NAME]... [--theory [--data DIR]] [--target METRIC=NUMBER]... [--of
/// WHOM] [--hold N]
/// [--format table|csv|json|markdown|latex]`
struct CompareOptions {
  std::vector<std::filesystem::path> dirs{};  ///< results folders, at least one
  std::optional<std::string> best{};          ///< one of best_by_names(): who is best in it, in place of all rows
  bool per_run = false;                       ///< a line per run, in place of means over seeds
  std::optional<std::string> baseline{};      ///< an algorithm or baseline_by_paradigm; else the first uncompressed one
  std::optional<std::string> only{};          ///< a shell pattern of ALGORITHM or ALGORITHM@SCENARIO
  std::vector<std::string> metrics{};         ///< names of metrics(), each a column more
  bool theory = false;                        ///< also what theory says of the squared gradient, beside it
  std::optional<std::filesystem::path> data{};  ///< the folder of data sets that is looked into first, for `theory`
  std::optional<std::string> sort{};            ///< a column; else the order of the experiment file
  std::optional<double> confidence{};           ///< of the intervals; else standard_confidence
  TargetOptions target{};                       ///< in place of the experiments' own
  std::string format = "table";                 ///< one of report_formats()
};

/// Prints the comparison to standard output and returns the exit status. Throws UsageError, also for an option that
/// has no effect beside the others.
int compare_command(const CompareOptions& options);

}  // namespace lowband
