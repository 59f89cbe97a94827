// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/results/results_folder.hpp"  // IWYU pragma: export
#include "sim/results/run_record.hpp"
#include "sim/results/whole_file.hpp"  // IWYU pragma: export

namespace lowband {

/// A name of an experiment, an algorithm or a scenario as it stands in names of folders: '/' becomes '-'.
[[nodiscard]] std::string folder_name(std::string name);

/// "<algorithm>@<scenario>@seed<k>", with both names as a folder_name().
[[nodiscard]] std::string run_folder_name(const std::string& algorithm, const std::string& scenario,
                                          std::uint64_t seed);

/// Where a results folder keeps the trace of an algorithm with a seed.
[[nodiscard]] std::filesystem::path trace_path(const std::string& algorithm, std::uint64_t seed);

/// Writes all files of a run into `folder`, which appears whole or not at all: everything is written into a folder
/// beside it, flushed, and renamed. summary.json, the last, lists the others with their sizes and checksums, and ends
/// with its own; of timing.json, which no two executions share, just the name. Throws UsageError that names the file
/// and the reason (no space, no permission). `timeline`: the bytes of timeline.bin; "": none is kept.
void write_run(const std::filesystem::path& folder, const RunRecord& record, std::string timeline = "");

/// Reads a run back, `timing` included. A file that is missing or wrong is a UsageError that names it and the line.
[[nodiscard]] RunRecord read_run(const std::filesystem::path& folder);

/// What the run in `folder` lacks to be what write_run() wrote, such as "metrics.csv is missing"; nothing if it is
/// whole.
[[nodiscard]] std::optional<std::string> fault_of_run(const std::filesystem::path& folder);

/// Throws UsageError that names a file if `folder`, of an incomplete run, holds one that write_run() never wrote: it
/// must not go with the others when the run is done again.
void check_files_of_run(const std::filesystem::path& folder);

}  // namespace lowband
