// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lowband {

/// A table as other programs write it: CSV whose first line names the columns or, where the file's name ends in .json,
/// a list of objects, at the top or as the only list in an object, whose keys are the columns. What a cell holds is
/// text, also where it is a number; empty where nothing is, or null.
class DataTable {
 public:
  /// Throws UsageError that names the file and the line, or the JSON pointer.
  explicit DataTable(const std::filesystem::path& file);

  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
  [[nodiscard]] std::size_t rows() const noexcept { return cells_.size(); }
  [[nodiscard]] const std::string& cell(std::size_t row, std::size_t column) const { return cells_.at(row).at(column); }
  /// The column of this name; nothing if there is none.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
  /// The column of this name. Throws UsageError with the nearest name.
  [[nodiscard]] std::size_t column(const std::string& name) const;

  /// "FILE:LINE", or "FILE: POINTER".
  [[nodiscard]] std::string place_of(std::size_t row) const;
  /// Throws UsageError "PLACE: expected WHAT as COLUMN, found CELL".
  [[noreturn]] void expected(std::string_view what, std::size_t row, std::size_t column) const;

 private:
  void read_csv();
  void read_json();

  std::string file_;
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> cells_;  ///< by row
  std::vector<std::string> places_;              ///< of rows
};

}  // namespace lowband
