#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lowband {

/// `lowband compare DIR... [--baseline ALGORITHM] [--format table|csv|json|markdown]`
struct CompareOptions {
  std::vector<std::filesystem::path> dirs;  ///< results folders, at least one
  std::optional<std::string> baseline;      ///< an algorithm; else the first uncompressed one of each paradigm
  std::string format = "table";             ///< one of comparison_formats()
};

/// Prints the comparison to standard output and returns the exit status. Throws UsageError.
int compare_command(const CompareOptions& options);

}  // namespace lowband
