// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lowband {

/// `lowband timeline DIR RUN [--format perfetto|csv|paje] [--out FILE] [--from T] [--to T]`
struct TimelineOptions {
  std::filesystem::path dir;                 ///< results
  std::string run;                           ///< a pattern that ALGORITHM@SCENARIO@seedN of one run matches
  std::string format = "perfetto";           ///< one of timeline_formats()
  std::optional<std::filesystem::path> out;  ///< none: standard output
  std::optional<std::string> from;           ///< a duration since the run began
  std::optional<std::string> to;
};

/// Writes what happened when in a run, from its trace or from what it has kept. Returns the exit status. Throws
/// UsageError if there is no such run, or neither.
int timeline_command(const TimelineOptions& options);

}  // namespace lowband
