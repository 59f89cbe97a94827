// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sim/results/descriptor.hpp"
#include "sim/results/new_folders.hpp"

namespace lowband {

/// A file or folder that is being written: beside its target, so on the same file system, under a name of lowband's own
/// that tells nothing of the target's. It vanishes unless it becomes the target in the end, and so do the folders that
/// had to be made on the way. As long as its process lives it is locked (flock), by which remove_abandoned() tells it
/// from what a killed process has left.
class Partial {
 public:
  enum class Kind { file, folder };

  /// Throws UsageError that names `target` and the reason, as become_target() does.
  Partial(const std::filesystem::path& target, Kind kind);
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;
  Partial(Partial&&) = delete;
  Partial& operator=(Partial&&) = delete;
  ~Partial();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  /// Open for writing, of a file.
  [[nodiscard]] const Descriptor& descriptor() const noexcept { return descriptor_; }

  /// Flushes it to the disk and renames it over what was there: a file, or an empty folder.
  void become_target();

 private:
  /// Whether it could be made under this name, and is this process's alone.
  [[nodiscard]] bool make(Kind kind);

  std::filesystem::path target_;
  std::filesystem::path shown_;
  NewFolders folders_;
  std::filesystem::path path_;
  Descriptor descriptor_;
};

/// `path`, which may end in a slash, without it: so that its parent is the folder in which it is.
[[nodiscard]] std::filesystem::path without_slash(const std::filesystem::path& path);

/// Whether a process that lives is writing into `folder` under such a name.
[[nodiscard]] bool is_being_written(const std::filesystem::path& folder);

/// Removes from `folder` what processes that are no more were writing there. What goes wrong is left to the next time.
void remove_abandoned(const std::filesystem::path& folder) noexcept;

/// Removes a file or folder, which goes whole: first its name, then what it holds. Throws UsageError.
void discard(const std::filesystem::path& path);

}  // namespace lowband
