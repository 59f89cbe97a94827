// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sim/report/target_options.hpp"

namespace lowband {

/// `lowband report DIR [--out FILE] [--baseline ALGORITHM|paradigm] [--target METRIC=NUMBER]... [--of WHOM]
/// [--hold N] [--jobs N]`
struct ReportOptions {
  std::filesystem::path dir{};
  std::optional<std::filesystem::path> out{};  ///< else DIR/report.html
  std::optional<std::string> baseline{};  ///< an algorithm or baseline_by_paradigm; else the first uncompressed one
  TargetOptions target{};                 ///< in place of the experiment's own
  int jobs = 1;                           ///< replays at a time
};

/// Writes the report of results as one HTML file, prints its path and returns the exit status. For its charts the
/// traces of the best run of each scenario, and of the baseline, are replayed; those that cannot be are named in the
/// report. Throws UsageError.
int report_command(const ReportOptions& options);

}  // namespace lowband
