// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "sim/base/file_reader.hpp"

namespace lowband {

/// The bytes of the byte-order mark with which a text begins, if it has one. Throws UsageError if that is UTF-16's.
[[nodiscard]] std::size_t size_of_mark(std::string_view text, const std::string& file);

/// Reads a text line by line, packed by gzip or not, without the byte-order mark that some programs put before UTF-8.
class LineReader {
 public:
  /// Throws UsageError if the mark is that of UTF-16, and what a FileReader throws.
  explicit LineReader(const std::filesystem::path& file);

  /// Goes to the next line; false at the end of the file. Throws UsageError if packed data end too soon.
  bool next();

  /// This line, without the "\n" at its end.
  [[nodiscard]] std::string_view line() const noexcept { return line_; }
  /// Its number, from 1.
  [[nodiscard]] std::size_t number() const noexcept { return number_; }
  [[nodiscard]] const std::string& file() const noexcept { return file_.name(); }

 private:
  bool fill();

  FileReader file_;
  std::string buffer_;
  std::size_t taken_ = 0;  ///< of buffer_
  std::string line_;
  std::size_t number_ = 0;
};

}  // namespace lowband
