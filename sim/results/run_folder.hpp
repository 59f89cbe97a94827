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

/// "<algorithm>@<scenario>", with "@seed<k>" where an experiment has several seeds, each as a folder_name().
[[nodiscard]] std::string run_folder_name(const std::string& algorithm, const std::string& scenario,
                                          std::optional<std::uint64_t> seed);

/// Where a results folder keeps the trace of an algorithm, and of one of its seeds where it has several.
[[nodiscard]] std::filesystem::path trace_path(const std::string& algorithm, std::optional<std::uint64_t> seed);

/// Writes all files of a run into `folder`, which appears whole or not at all: everything is written into a folder
/// beside it, flushed, and renamed. Throws UsageError that names the file and the reason (no space, no permission).
void write_run(const std::filesystem::path& folder, const RunRecord& record);

/// Reads a run back, `timing` included. A file that is missing or wrong is a UsageError that names it and the line.
[[nodiscard]] RunRecord read_run(const std::filesystem::path& folder);

}  // namespace lowband
