// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "sim/results/whole_file.hpp"

namespace lowband {

/// Puts `files`, among them manifest.json, in place of all that a results folder holds, whose lock this process has.
/// The folder itself stays, so it may be a symbolic link or a mount point.
///
/// First the files are written aside; when they are there, whole, what was there goes and they take its place. A
/// process that is killed before that moment has changed nothing, after it complete_replacement() does the rest. Throws
/// UsageError that names what cannot be written or removed.
void replace_contents(const std::filesystem::path& folder, const std::vector<FileContent>& files);

/// Whether a replacement has been begun that is to be completed.
[[nodiscard]] bool is_being_replaced(const std::filesystem::path& folder);

/// Completes one if it has been begun. Throws UsageError.
void complete_replacement(const std::filesystem::path& folder);

/// Whether a folder of this name belongs to the file system: "lost+found", at the root of some.
[[nodiscard]] bool is_of_file_system(const std::filesystem::path& name);

}  // namespace lowband
