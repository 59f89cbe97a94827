// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lowband {

/// `lowband why DIR [--only PATTERN] [--scenario NAME] [--format table|csv|json|markdown] [--jobs N]`
struct WhyOptions {
  std::filesystem::path dir;            ///< results
  std::string only = "*";               ///< of ALGORITHM@SCENARIO, or ALGORITHM@SCENARIO@seedN
  std::optional<std::string> scenario;  ///< none: all
  std::string format = "table";         ///< one of report_formats()
  int jobs = 1;                         ///< runs at a time
};

/// Tells why runs took as long as they did: of each algorithm and scenario the first seed that is asked for. Returns
/// the exit status. Throws UsageError if no run matches, or none of those has a timeline.
int why_command(const WhyOptions& options);

}  // namespace lowband
