// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace lowband {

/// Reads forward through a file, and unpacks it if it is packed by gzip: its first bytes tell, whatever its name is.
class FileReader {
 public:
  /// Throws UsageError "FILE: ...": it cannot be read, or is packed in another way (bzip2, xz, zstd, zip, tar).
  explicit FileReader(const std::filesystem::path& file);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// Whether what is read is not what lies in the file.
  [[nodiscard]] bool is_packed() const noexcept { return is_packed_; }
  /// Where the next byte is in what is read.
  [[nodiscard]] std::size_t offset() const noexcept { return unpacked_ - (head_.size() - taken_); }

  /// Reads up to `size` bytes into `to`; returns how many, fewer only at the end. Throws UsageError where gzip's data
  /// are corrupt.
  std::size_t read(void* to, std::size_t size);
  /// At the end: whether the packed data, with their checksum, ended too soon.
  [[nodiscard]] bool is_cut_off() const;
  /// At the end: throws UsageError if they did.
  void refuse_cut_off() const;

 private:
  std::size_t read_stream(char* to, std::size_t size);
  void refuse_other_packings() const;

  std::string name_;
  std::unique_ptr<gzFile_s, decltype(&gzclose)> stream_;
  bool is_packed_ = false;
  std::string head_;          ///< the first bytes, which were looked at
  std::size_t taken_ = 0;     ///< of head_
  std::size_t unpacked_ = 0;  ///< bytes that have come out of the stream
};

}  // namespace lowband
