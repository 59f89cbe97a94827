// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>

struct archive;

namespace lowband {

/// Reads forward through an archive.
class ArchiveReader {
 public:
  enum class Kind : std::uint8_t {
    tar,  ///< packed (gzip, bzip2, xz) or not
    zip,
  };

  /// Throws UsageError if the file cannot be read, or is no such archive; so do the functions below.
  ArchiveReader(const std::filesystem::path& file, Kind kind);

  /// Goes to the next regular file in it; false at the end.
  bool next();
  /// Its name, with folders.
  [[nodiscard]] const std::string& name() const noexcept { return entry_; }
  /// Reads up to so many bytes of its content; returns how many, fewer only at its end.
  std::size_t read(char* to, std::size_t size);
  /// All of its content. Grows as data come: a size that a damaged header claims is not believed.
  [[nodiscard]] std::string content();

 private:
  void check(long status) const;

  std::string file_;
  Kind kind_;
  std::string entry_;
  std::unique_ptr<archive, int (*)(archive*)> archive_;
};

/// The content of those regular files of a tar archive that have one of these names in whatever folder.
[[nodiscard]] std::map<std::string, std::string> read_archive(const std::filesystem::path& file,
                                                              std::span<const std::string> names);

}  // namespace lowband
