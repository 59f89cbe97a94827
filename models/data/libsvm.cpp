// SPDX-License-Identifier: Apache-2.0
#include "models/data/libsvm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/line_reader.hpp"
#include "sim/base/place.hpp"

namespace lowband {

namespace {

constexpr std::string_view blanks = " \t\r";

/// What stands before the next blank, as a message shows it: short, and in plain letters.
std::string excerpt(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string word(text.substr(0, text.find_first_of(blanks)));
  if (word.size() > longest) word = word.substr(0, longest - 3) + "...";
  return word.empty() ? "nothing" : Json(word).dump(-1, ' ', true, Json::error_handler_t::replace);
}

/// Reads one line from left to right.
class Line {
 public:
  explicit Line(const LineReader& reader) : reader_(reader), rest_(reader.line().substr(0, reader.line().find('#'))) {
    skip_blanks();
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  /// A number that is finite in float, followed by a blank or the end.
  double number(std::string_view what) {
    const std::string_view text = rest_;
    if (rest_.size() > 1 && rest_[0] == '+' && rest_[1] != '-') rest_.remove_prefix(1);  // from_chars takes no plus
    double value = 0.0;
    const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    const bool is_number = error == std::errc() && std::isfinite(static_cast<float>(value));
    if (!is_number || !is_at_blank()) expected(what, text);
    skip_blanks();
    return value;
  }

  /// An index and its colon. It is at least `least`, one more than that of the value before.
  std::uint32_t index(std::uint32_t least, const LibsvmForm& form) {
    const std::string_view text = rest_;
    std::uint64_t index = 0;
    const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), index);
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    if (error != std::errc() || at_end() || rest_.front() != ':') expected("INDEX:VALUE", text);
    rest_.remove_prefix(1);
    if (index < form.first_index || index > form.most_index) {
      expected(fmt::format("an index from {} to {}", form.first_index, form.most_index), text);
    }
    if (index < least) expected(fmt::format("an index above {}, that of the value before", least - 1), text);
    return static_cast<std::uint32_t>(index);
  }

  /// `qid:N`.
  std::uint64_t query() {
    constexpr std::string_view key = "qid:";
    if (!rest_.starts_with(key)) expected("qid:NUMBER", rest_);
    const std::string_view text = rest_;
    rest_.remove_prefix(key.size());
    std::uint64_t query = 0;
    const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), query);
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    if (error != std::errc() || !is_at_blank()) expected("qid:NUMBER", text);
    skip_blanks();
    return query;
  }

 private:
  [[noreturn]] void expected(std::string_view what, std::string_view found) const {
    throw UsageError(
        fmt::format("{}:{}: expected {}, found {}", reader_.file(), reader_.number(), what, excerpt(found)));
  }

  [[nodiscard]] bool is_at_blank() const { return at_end() || blanks.find(rest_.front()) != std::string_view::npos; }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size())); }

  const LineReader& reader_;
  std::string_view rest_;
};

}  // namespace

LibsvmRows read_libsvm(const std::filesystem::path& file, const LibsvmForm& form) {
  LineReader reader(file);
  LibsvmRows read;
  while (reader.next()) {
    Line line(reader);
    if (line.at_end()) continue;
    read.labels.push_back(line.number("a label"));
    if (form.has_queries) read.queries.push_back(line.query());
    read.lines.push_back(static_cast<std::uint32_t>(reader.number()));
    for (std::uint32_t least = form.first_index; !line.at_end();) {
      const std::uint32_t index = line.index(least, form);
      read.rows.add(index - form.first_index, static_cast<float>(line.number("a finite number as value")));
      least = index + 1;
    }
    read.rows.end_row();
  }
  return read;
}

}  // namespace lowband
