#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/target_options.hpp"

namespace lowband {

/// `lowband compare DIR... [--baseline ALGORITHM|paradigm] [--target accuracy=0.9|loss=0.3] [--of WHOM] [--hold N]
/// [--format table|csv|json|markdown]`
struct CompareOptions {
  std::vector<std::filesystem::path> dirs;  ///< results folders, at least one
  std::optional<std::string> baseline;      ///< an algorithm or baseline_by_paradigm; else the first uncompressed one
  TargetOptions target;                     ///< in place of the experiments' own
  std::string format = "table";             ///< one of report_formats()
};

/// Prints the comparison to standard output and returns the exit status. Throws UsageError.
int compare_command(const CompareOptions& options);

}  // namespace lowband
