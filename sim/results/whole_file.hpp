// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace lowband {

/// A file that grows piece by piece and appears whole or not at all: it is written beside its place, and commit()
/// flushes it to the disk and renames it over what was there. Folders on the way are made. Every function throws
/// UsageError that names the file and the reason (no space, no permission).
class WholeFile {
 public:
  explicit WholeFile(const std::filesystem::path& file);
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  WholeFile(WholeFile&&) = delete;
  WholeFile& operator=(WholeFile&&) = delete;
  /// Without a commit() nothing is left behind.
  ~WholeFile();

  void append(std::span<const std::byte> bytes);
  void commit();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// Writes one WholeFile at once.
void write_whole(const std::filesystem::path& file, const std::string& content);

/// A file of a folder that is about to be written.
struct FileContent {
  std::string name;
  std::string content;
};

/// Writes a folder of files whole or not at all, in the same way; names may lead into folders below it. The folder must
/// not be there yet, or be empty.
void write_whole_folder(const std::filesystem::path& folder, const std::vector<FileContent>& files);

}  // namespace lowband
