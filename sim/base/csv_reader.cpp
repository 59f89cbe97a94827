// SPDX-License-Identifier: Apache-2.0
#include "sim/base/csv_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

constexpr std::size_t longest_line_shown = 60;

std::string shown(std::string_view text) {
  std::string line(text.substr(0, text.find('\n')));
  if (line.size() > longest_line_shown) line = line.substr(0, longest_line_shown - 3) + "...";
  return line.empty() ? "nothing" : fmt::format("\"{}\"", line);
}

}  // namespace

CsvReader::CsvReader(const std::filesystem::path& file, const CsvForm& form)
    : lines_(file), separator_(form.separator) {
  for (std::size_t line = 0; line < form.skipped_lines; ++line) (void)lines_.next();
  if (!take_record()) return;
  columns_ = fields_;
  if (form.has_header) return;
  for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i] = std::to_string(i + 1);
  is_taken_ = true;
}

CsvReader::CsvReader(const std::filesystem::path& file, std::string_view header) : CsvReader(file) {
  if (first_line_ != header) expected(fmt::format("the header {}", header), shown(first_line_));
}

std::optional<std::size_t> CsvReader::index_of(std::string_view column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

bool CsvReader::next() {
  if (is_taken_) {
    is_taken_ = false;
  } else if (!take_record()) {
    return false;
  }
  if (fields_.size() != columns_.size()) {
    expected(fmt::format("{} fields", columns_.size()), std::to_string(fields_.size()));
  }
  return true;
}

bool CsvReader::take_record() {
  if (!lines_.next()) return false;
  line_ = lines_.number();
  if (columns_.empty()) first_line_ = lines_.line().substr(0, lines_.line().find_last_not_of('\r') + 1);
  fields_.assign(1, "");
  bool quoted = false;
  take_line(lines_.line(), quoted);
  while (quoted) {  // the field goes on in the next line
    if (!lines_.next()) expected("a closing quote", "the end of the file");
    fields_.back() += '\n';
    take_line(lines_.line(), quoted);
  }
  return true;
}

void CsvReader::take_line(std::string_view text, bool& quoted) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && text.substr(i, 2) == "\"\"") {  // a quote inside quotes is written twice
      fields_.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == separator_ && !quoted) {
      fields_.emplace_back();
    } else if (quoted || c != '\r' || i + 1 < text.size()) {  // some systems end a line with "\r\n"
      fields_.back() += c;
    }
  }
}

template <class Number>
void CsvReader::read_number(std::size_t index, std::string_view column, std::string_view type, Number& value) const {
  const std::string& text = fields_.at(index);
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) expected(fmt::format("{} as {}", type, column), shown(text));
}

void CsvReader::read(std::size_t index, std::string_view column, double& value) const {
  read_number(index, column, "a number", value);
}

void CsvReader::read(std::size_t index, std::string_view column, std::uint64_t& value) const {
  read_number(index, column, "a whole number from 0", value);
}

void CsvReader::read(std::size_t index, std::string_view column, int& value) const {
  read_number(index, column, "a whole number", value);
}

void CsvReader::read(std::size_t index, std::string_view /*column*/, std::string& value) const {
  value = fields_.at(index);
}

void CsvReader::expected(std::string_view what, std::string_view found) const {
  throw UsageError(fmt::format("{}:{}: expected {}, found {}", lines_.file(), line_, what, found));
}

void CsvReader::lacks(std::string_view column) const {
  expected(fmt::format("a column {}", column), shown(first_line_));
}

}  // namespace lowband
