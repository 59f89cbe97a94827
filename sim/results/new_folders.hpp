// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace lowband {

/// Makes a folder and those above it that are not there. In the end those of them that hold nothing go again.
class NewFolders {
 public:
  /// Throws UsageError "SHOWN: cannot be written: REASON".
  NewFolders(const std::filesystem::path& folder, const std::filesystem::path& shown);
  NewFolders(const NewFolders&) = delete;
  NewFolders& operator=(const NewFolders&) = delete;
  NewFolders(NewFolders&&) = delete;
  NewFolders& operator=(NewFolders&&) = delete;
  ~NewFolders();

 private:
  void remove_empty() const noexcept;

  std::vector<std::filesystem::path> made_;  ///< innermost first
};

/// Throws UsageError "PATH: cannot be written: REASON".
[[noreturn]] void cannot_write(const std::filesystem::path& path, int error);

}  // namespace lowband
