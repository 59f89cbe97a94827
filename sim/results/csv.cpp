#include "sim/results/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace {

constexpr std::size_t longest_excerpt = 60;

std::string excerpt(std::string_view text) {
  std::string line(text.substr(0, text.find('\n')));
  if (line.size() > longest_excerpt) line = line.substr(0, longest_excerpt - 3) + "...";
  return line.empty() ? "nothing" : fmt::format("\"{}\"", line);
}

}  // namespace

std::string csv_field(double value) { return std::isnan(value) ? "nan" : fmt::format("{}", value); }

std::string csv_field(std::uint64_t value) { return fmt::format("{}", value); }

std::string csv_field(int value) { return fmt::format("{}", value); }

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

CsvReader::CsvReader(const std::filesystem::path& file) : file_(file.string()), content_(read_text_file(file)) {
  if (take_record()) columns_ = fields_;
}

CsvReader::CsvReader(const std::filesystem::path& file, std::string_view header) : CsvReader(file) {
  if (first_line() != header) expected(fmt::format("the header {}", header), excerpt(first_line()));
}

std::string CsvReader::first_line() const {
  std::string line = content_.substr(0, content_.find('\n'));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<std::size_t> CsvReader::index_of(std::string_view column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

bool CsvReader::next() {
  if (!take_record()) return false;
  if (fields_.size() != columns_.size()) {
    expected(fmt::format("{} fields", columns_.size()), std::to_string(fields_.size()));
  }
  return true;
}

bool CsvReader::take_record() {
  line_ = next_line_;
  if (position_ == content_.size()) return false;
  fields_.assign(1, "");
  bool quoted = false;
  for (bool in_record = true; in_record && position_ < content_.size(); ++position_) {
    const char c = content_[position_];
    if (c == '\n') ++next_line_;
    if (quoted && content_.compare(position_, 2, "\"\"") == 0) {  // a quote inside quotes is written twice
      fields_.back() += '"';
      ++position_;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields_.emplace_back();
    } else if (c == '\n' && !quoted) {
      in_record = false;
    } else if (quoted || content_.compare(position_, 2, "\r\n") != 0) {  // some systems end a line with both
      fields_.back() += c;
    }
  }
  if (quoted) expected("a closing quote", "the end of the file");
  return true;
}

template <class Number>
void CsvReader::read_number(std::size_t index, std::string_view column, std::string_view type, Number& value) const {
  const std::string& text = fields_.at(index);
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) expected(fmt::format("{} as {}", type, column), excerpt(text));
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
  throw UsageError(fmt::format("{}:{}: expected {}, found {}", file_, line_, what, found));
}

void CsvReader::lacks(std::string_view column) const {
  expected(fmt::format("a column {}", column), excerpt(first_line()));
}

}  // namespace lowband
