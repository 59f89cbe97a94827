#include "models/data/libsvm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/place.hpp"
#include "sim/base/read_file.hpp"

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
  Line(const std::string& file, std::uint32_t number, std::string_view text)
      : file_(file), number_(number), rest_(text.substr(0, text.find('#'))) {
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
    if (!is_number || (!at_end() && blanks.find(rest_.front()) == std::string_view::npos)) expected(what, text);
    skip_blanks();
    return value;
  }

  /// An index and its colon. It is above `last`.
  std::uint32_t index(std::uint32_t last, std::uint32_t most) {
    const std::string_view text = rest_;
    std::uint64_t index = 0;
    const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), index);
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    if (error != std::errc() || at_end() || rest_.front() != ':') expected("INDEX:VALUE", text);
    rest_.remove_prefix(1);
    if (index < 1 || index > most) expected(fmt::format("an index from 1 to {}", most), text);
    if (index <= last) expected(fmt::format("an index above {}, that of the value before", last), text);
    return static_cast<std::uint32_t>(index);
  }

 private:
  [[noreturn]] void expected(std::string_view what, std::string_view found) const {
    throw UsageError(fmt::format("{}:{}: expected {}, found {}", file_, number_, what, excerpt(found)));
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size())); }

  const std::string& file_;
  std::uint32_t number_;
  std::string_view rest_;
};

}  // namespace

LibsvmRows read_libsvm(const std::filesystem::path& file, std::uint32_t most_index) {
  const std::string name = file.string();
  const std::string content = read_text_file(file);
  LibsvmRows read;
  std::uint32_t number = 0;
  for (std::string_view rest = content; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    Line line(name, ++number, rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.at_end()) continue;
    read.labels.push_back(line.number("a label"));
    read.lines.push_back(number);
    for (std::uint32_t index = 0; !line.at_end();) {
      index = line.index(index, most_index);
      read.rows.add(index - 1, static_cast<float>(line.number("a finite number as value")));
    }
    read.rows.end_row();
  }
  return read;
}

}  // namespace lowband
