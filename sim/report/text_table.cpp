// SPDX-License-Identifier: Apache-2.0
#include "sim/report/text_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "sim/base/printable.hpp"
#include "sim/report/markup.hpp"

namespace lowband {

namespace {

/// Characters on the screen: the bytes of UTF-8 that begin one.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::vector<std::size_t> widths(const TextTable& table) {
  std::vector<std::size_t> widest;
  for (const auto& column : table.columns) widest.push_back(width(column.header));
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widest[i] = std::max(widest[i], width(row[i]));
  }
  return widest;
}

/// The cells of a row, each as wide as its column.
std::vector<std::string> padded(const TextTable& table, const std::vector<std::string>& row,
                                const std::vector<std::size_t>& widest) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string space(widest[i] - width(row[i]), ' ');
    cells.push_back(table.columns[i].is_text ? row[i] + space : space + row[i]);
  }
  return cells;
}

std::vector<std::string> headers(const TextTable& table) {
  std::vector<std::string> row;
  for (const auto& column : table.columns) row.push_back(column.header);
  return row;
}

/// The table with each header and cell as `escaped` makes it.
TextTable with_cells(const TextTable& table, std::string (*escaped)(std::string_view)) {
  TextTable cells = table;
  for (auto& column : cells.columns) column.header = escaped(column.header);
  for (auto& row : cells.rows) {
    for (auto& cell : row) cell = escaped(cell);
  }
  return cells;
}

}  // namespace

std::string aligned(const TextTable& table, const std::string& indent, const std::string& gap) {
  const TextTable cells = with_cells(table, printable);
  const auto widest = widths(cells);
  std::string text;
  const auto add = [&](const std::vector<std::string>& row) {
    const std::string line = fmt::format("{}{}", indent, fmt::join(padded(cells, row, widest), gap));
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  };
  add(headers(cells));
  for (const auto& row : cells.rows) add(row);
  return text;
}

std::string markdown(const TextTable& table) {
  const TextTable cells = with_cells(table, markdown_escaped);
  const auto widest = widths(cells);
  std::string text;
  const auto add = [&](const std::vector<std::string>& row) {
    text += fmt::format("| {} |\n", fmt::join(padded(cells, row, widest), " | "));
  };
  add(headers(cells));
  for (std::size_t i = 0; i < widest.size(); ++i) {
    const std::string rule(widest[i] + 1, '-');
    text += cells.columns[i].is_text ? fmt::format("|:{}", rule) : fmt::format("|{}:", rule);
  }
  text += "|\n";
  for (const auto& row : cells.rows) add(row);
  return text;
}

std::string latex(const TextTable& table, const std::string& indent) {
  const TextTable cells = with_cells(table, latex_escaped);
  const auto widest = widths(cells);
  std::string alignment;
  for (const auto& column : cells.columns) alignment += column.is_text ? 'l' : 'r';
  const auto row_text = [&](const std::vector<std::string>& row) {
    return fmt::format("{}  {} \\\\\n", indent, fmt::join(padded(cells, row, widest), " & "));
  };
  std::string text = fmt::format("{0}\\begin{{tabular}}{{{1}}}\n{0}  \\toprule\n", indent, alignment);
  text += row_text(headers(cells)) + indent + "  \\midrule\n";
  for (const auto& row : cells.rows) text += row_text(row);
  return text + fmt::format("{0}  \\bottomrule\n{0}\\end{{tabular}}\n", indent);
}

}  // namespace lowband
