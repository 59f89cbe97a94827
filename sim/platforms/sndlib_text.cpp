// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/sndlib_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

constexpr std::string_view white_space = " \t\r\n";

/// Takes a text apart into parentheses and what is between them and white_space.
class SndlibReader {
 public:
  SndlibReader(const std::string& file, std::string_view text) : file_(file), text_(text) { header(); }

  GraphRecords records() {
    GraphRecords records;
    bool has_nodes = false;
    while (!at_end()) {
      const std::string section = word("the name of a section, such as NODES");
      open();
      if (section == "NODES") {
        has_nodes = true;
        while (!closes()) records.nodes.push_back(node());
      } else if (section == "LINKS") {
        while (!closes()) records.edges.push_back(link());
      } else {
        skip_group();
      }
    }
    if (!has_nodes) expected("a section NODES");
    return records;
  }

 private:
  void header() {
    const std::string_view first = text_.substr(0, text_.find_first_of("\r\n"));
    if (first.find("type: network") == std::string_view::npos) {
      throw UsageError(fmt::format("{}:1: expected SNDlib's \"type: network\", found \"{}\"", file_, first));
    }
    position_ = first.size();
  }

  GraphRecord node() {
    const std::string id = word("the id of a node");
    GraphRecord record{{{"id", id}}, place("node")};
    if (next() != "(") return record;
    open();
    record.fields["longitude"] = number();
    record.fields["latitude"] = number();
    close();
    return record;
  }

  GraphRecord link() {
    constexpr int numbers = 4;  // capacity, its cost, cost of routing, of setting up
    static_cast<void>(word("the id of a link"));
    const Place at = place("link");
    open();
    const std::string source = word("the id of a node");
    const std::string target = word("the id of a node");
    close();
    for (int i = 0; i < numbers; ++i) static_cast<void>(number());
    open();
    skip_group();
    return {{{"source", source}, {"target", target}}, at};
  }

  [[nodiscard]] Place place(const char* what) const { return Place(fmt::format("{}:{}", file_, line_)) / what; }

  void skip_blanks() {
    while (position_ < text_.size()) {
      const char c = text_[position_];
      if (c == '#' && text_[text_.find_last_not_of(" \t", position_ - 1)] == '\n') {
        position_ = std::min(text_.find('\n', position_), text_.size());
        continue;
      }
      if (white_space.find(c) == std::string_view::npos) return;
      if (c == '\n') ++line_;
      ++position_;
    }
  }

  [[nodiscard]] bool at_end() {
    skip_blanks();
    return position_ >= text_.size();
  }

  /// What comes next, which stays there; "" at the end.
  [[nodiscard]] std::string_view next() {
    skip_blanks();
    const std::string_view rest = text_.substr(position_);
    const bool is_word = !rest.empty() && rest[0] != '(' && rest[0] != ')';
    return rest.substr(0, is_word ? rest.find_first_of(" \t\r\n()") : 1);
  }

  void take(std::string_view what) {
    if (next() != what) expected(fmt::format("\"{}\"", what));
    position_ += what.size();
  }
  void open() { take("("); }
  void close() { take(")"); }
  /// Takes the closing parenthesis if it comes next.
  [[nodiscard]] bool closes() {
    const bool is_closed = next() == ")";
    if (is_closed) close();
    return is_closed;
  }

  std::string word(const char* what) {
    const std::string_view found = next();
    if (found.empty() || found == "(" || found == ")") expected(what);
    position_ += found.size();
    return std::string(found);
  }

  double number() {
    const std::string_view found = next();
    const std::string_view digits = found.substr(found.starts_with('+') ? 1 : 0);
    double value = 0.0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || stop != end) expected("a number");
    position_ += found.size();
    return value;
  }

  /// What is left of a group whose parenthesis has been opened, with all groups in it.
  void skip_group() {
    const std::size_t opened = line_;
    for (int depth = 1; depth > 0;) {
      const std::string_view found = next();
      if (found.empty()) expected(fmt::format("a \")\" for the \"(\" of line {}", opened));
      if (found == "(") ++depth;
      if (found == ")") --depth;
      position_ += found.size();
    }
  }

  [[noreturn]] void expected(std::string_view what) {
    const std::string_view found = next();
    throw UsageError(fmt::format("{}:{}: expected {}, found {}", file_, line_, what,
                                 found.empty() ? "the end of the file" : fmt::format("\"{}\"", found)));
  }

  const std::string& file_;
  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

bool is_sndlib_text(std::string_view text) { return text.starts_with("?SNDlib native format"); }

GraphRecords sndlib_text_records(const std::string& file, std::string_view text) {
  return SndlibReader(file, text).records();
}

}  // namespace lowband
