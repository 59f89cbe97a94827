#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lowband {

/// One field as it stands in a CSV file (RFC 4180). Numbers are as short as reads back exactly, "nan" where there is
/// none; text is quoted only where it holds a comma, a quote or a line break.
[[nodiscard]] std::string csv_field(double value);
[[nodiscard]] std::string csv_field(std::uint64_t value);
[[nodiscard]] std::string csv_field(int value);
[[nodiscard]] std::string csv_field(std::string_view text);

/// Reads a CSV file record by record. Whatever is wrong with it is a UsageError "FILE:LINE: expected ..., found ...".
class CsvReader {
 public:
  /// Reads the file, whose first line names its columns.
  explicit CsvReader(const std::filesystem::path& file);
  /// The same, and checks that this line is `header`.
  CsvReader(const std::filesystem::path& file, std::string_view header);

  /// Where the fields of the first column of this name stand in a record; nothing if there is none.
  [[nodiscard]] std::optional<std::size_t> index_of(std::string_view column) const;

  /// The names of the columns, in order.
  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
  /// Where this record starts in the file, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return line_; }

  /// Goes to the next record, which must have a field for each column; false at the end of the file.
  bool next();

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
  [[nodiscard]] std::string first_line() const;
  template <class Number>
  void read_number(std::size_t index, std::string_view column, std::string_view type, Number& value) const;

  std::string file_;
  std::string content_;
  std::size_t position_ = 0;   ///< in content_
  std::size_t next_line_ = 1;  ///< where the next record starts
  std::size_t line_ = 1;       ///< where this record starts
  std::vector<std::string> fields_;
  std::vector<std::string> columns_;
};

}  // namespace lowband
