// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/line_reader.hpp"

namespace lowband {

/// How a CSV file is laid out.
struct CsvForm {
  char separator = ',';
  std::size_t skipped_lines = 0;  ///< before all others
  bool has_header = true;         ///< a line that names the columns; else they are called "1", "2", ...
};

/// Reads a CSV file (RFC 4180) record by record. Whatever is wrong with it is a UsageError "FILE:LINE: expected ...,
/// found ...".
class CsvReader {
 public:
  /// Reads what comes before the first record.
  explicit CsvReader(const std::filesystem::path& file, const CsvForm& form = {});
  /// The same, and checks that this line is `header`.
  CsvReader(const std::filesystem::path& file, std::string_view header);

  /// Where the fields of the first column of this name stand in a record; nothing if there is none.
  [[nodiscard]] std::optional<std::size_t> index_of(std::string_view column) const;

  /// The names of the columns, in order; none if the file is empty.
  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
  /// Where this record starts in the file, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return line_; }

  /// Goes to the next record, which must have a field for each column; false at the end of the file.
  bool next();

  /// The field at `index` of this record.
  [[nodiscard]] const std::string& field(std::size_t index) const { return fields_.at(index); }
  /// The field at `index` of this record as the type of `value`; `column` names it in the error.
  void read(std::size_t index, std::string_view column, double& value) const;
  void read(std::size_t index, std::string_view column, std::uint64_t& value) const;
  void read(std::size_t index, std::string_view column, int& value) const;
  void read(std::size_t index, std::string_view column, std::string& value) const;

  /// Throws UsageError "FILE:LINE: expected WHAT, found FOUND" about this record.
  [[noreturn]] void expected(std::string_view what, std::string_view found) const;
  /// Throws UsageError about the first line, which does not name this column.
  [[noreturn]] void lacks(std::string_view column) const;

 private:
  /// Takes the next record apart; false at the end of the file.
  bool take_record();
  void take_line(std::string_view text, bool& quoted);
  template <class Number>
  void read_number(std::size_t index, std::string_view column, std::string_view type, Number& value) const;

  LineReader lines_;
  char separator_;
  std::string first_line_;
  std::size_t line_ = 1;  ///< where this record starts
  std::vector<std::string> fields_;
  std::vector<std::string> columns_;
  bool is_taken_ = false;  ///< whether the next record has been taken apart already
};

}  // namespace lowband
