// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lowband {

/// A table for people. Text stands left in its column, figures stand right. Cells hold plain text; each layout escapes
/// what would be markup in it.
struct TextTable {
  struct Column {
    std::string header;
    bool is_text = false;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< a cell per column
};

/// Columns aligned by spaces and `gap` apart, each line after `indent`.
[[nodiscard]] std::string aligned(const TextTable& table, const std::string& indent = "",
                                  const std::string& gap = "  ");
/// A table of GitHub's Markdown.
[[nodiscard]] std::string markdown(const TextTable& table);
/// A tabular of LaTeX, with the rules of the package booktabs, each line after `indent`.
[[nodiscard]] std::string latex(const TextTable& table, const std::string& indent = "");

}  // namespace lowband
