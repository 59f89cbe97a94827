// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/gml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr int deepest_block = 100;  ///< blocks within blocks; the reader calls itself for each

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class GmlReader {
 public:
  GmlReader(std::string file, std::string text) : file_(std::move(file)), text_(std::move(text)) {}

  /// The pairs up to the bracket that closes the block at `depth`, or up to the end of the file at depth 0.
  GmlBlock block(int depth) {
    if (depth > deepest_block) expected(fmt::format("at most {} blocks within each other", deepest_block));
    GmlBlock block;
    const std::size_t opened = line_;
    for (skip_blanks(); !at_end() && text_[position_] != ']'; skip_blanks()) {
      GmlEntry& entry = block.entries.emplace_back();
      entry.line = line_;
      entry.key = key();
      skip_blanks();
      if (at_end()) expected(fmt::format("a value for \"{}\"", entry.key));
      if (text_[position_] == '[') {
        ++position_;
        entry.value = this->block(depth + 1);
      } else if (text_[position_] == '"') {
        entry.value = quoted();
      } else {
        entry.value = number(entry.key);
      }
    }
    if (depth == 0 && !at_end()) expected("a key");
    if (depth > 0 && at_end()) expected(fmt::format("a \"]\" for the \"[\" of line {}", opened));
    if (depth > 0) ++position_;
    return block;
  }

 private:
  [[nodiscard]] bool at_end() const { return position_ >= text_.size(); }

  void skip_blanks() {
    for (; !at_end(); ++position_) {
      const char c = text_[position_];
      if (c == '#' && (position_ == 0 || text_[position_ - 1] == '\n')) {
        position_ = std::min(text_.find('\n', position_), text_.size()) - 1;
      } else if (blanks.find(c) == std::string_view::npos) {
        return;
      }
      if (c == '\n') ++line_;
    }
  }

  std::string key() {
    if (!is_letter(text_[position_])) expected("a key");
    const std::size_t start = position_;
    while (!at_end() && (is_letter(text_[position_]) || is_digit(text_[position_]))) ++position_;
    return text_.substr(start, position_ - start);
  }

  std::string quoted() {
    const std::size_t end = text_.find('"', position_ + 1);
    if (end == std::string::npos) expected("a closing quote");
    const std::string text = text_.substr(position_ + 1, end - position_ - 1);
    line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    position_ = end + 1;
    return text;
  }

  double number(const std::string& key) {
    double value = 0.0;
    const std::size_t start = text_[position_] == '+' ? position_ + 1 : position_;
    const char* const end = text_.data() + text_.size();
    const auto [stop, error] = std::from_chars(text_.data() + start, end, value);
    const bool whole_word = stop == end || *stop == ']' || blanks.find(*stop) != std::string_view::npos;
    if (error != std::errc() || !whole_word) expected(fmt::format("a number, a \"text\" or a block as {}", key));
    position_ = static_cast<std::size_t>(stop - text_.data());
    return value;
  }

  [[noreturn]] void expected(const std::string& what) const {
    constexpr std::size_t longest_excerpt = 40;
    std::string found = at_end() ? "the end of the file" : text_.substr(position_, longest_excerpt);
    found = found.substr(0, found.find_first_of("\r\n"));
    if (!at_end()) found = '"' + found + '"';
    throw UsageError(fmt::format("{}:{}: expected {}, found {}", file_, line_, what, found));
  }

  std::string file_;
  std::string text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

GmlBlock read_gml_file(const std::filesystem::path& file) {
  return GmlReader(file.string(), read_text_file(file)).block(0);
}

const GmlEntry* find(const GmlBlock& block, std::string_view key) {
  for (const auto& entry : block.entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

}  // namespace lowband
