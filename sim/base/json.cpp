// SPDX-License-Identifier: Apache-2.0
#include "sim/base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace {

/// Goes through a text and tells how far it is: the parser reads no further than it has to, and does not tell.
class CountedCharacters {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountedCharacters(const char* next, std::size_t& count) : next_(next), count_(&count) {}

  reference operator*() const { return *next_; }
  CountedCharacters& operator++() {
    ++next_;
    ++*count_;
    return *this;
  }
  CountedCharacters operator++(int) {
    const CountedCharacters before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountedCharacters& other) const { return next_ == other.next_; }

 private:
  const char* next_;
  std::size_t* count_;
};

/// A parser that knows where it is, and what it has opened and not closed yet.
class JsonText {
 public:
  JsonText(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Json parse(Comments comments) {
    const CountedCharacters begin(text_.data(), read_);
    const CountedCharacters end(text_.data() + text_.size(), read_);
    try {
      const auto callback = [this](int /*depth*/, Json::parse_event_t event, const Json& value) {
        see(event, value);
        return true;
      };
      return Json::parse(begin, end, callback, true, comments == Comments::passed_over);
    } catch (const nlohmann::json::parse_error& error) {
      const std::string what = error.what();  // "[json.exception...] parse error at line L, column C: what is wrong"
      const std::size_t colon = what.find(": ");
      fail(error.byte == 0 ? 0 : error.byte - 1,
           "malformed JSON: " + (colon == std::string::npos ? what : what.substr(colon + 2)));
    } catch (const nlohmann::json::out_of_range&) {  // a number overflows
      const std::size_t number = number_start();
      fail(number, fmt::format("expected a number of magnitude up to 1.79e308, found {}",
                               text_.substr(number, text_.find_first_not_of(number_characters, number) - number)));
    }
  }

 private:
  using Event = Json::parse_event_t;
  /// The keys of an object, each with where it stands; a list has none.
  using Keys = std::map<std::string, std::size_t>;

  static constexpr std::string_view number_characters = "+-.0123456789Ee";

  void see(Event event, const Json& value) {
    if (event == Event::object_start || event == Event::array_start) {
      if (open_.size() == deepest_json) {
        fail(read_ - 1, fmt::format("expected at most {} objects and lists within each other", deepest_json));
      }
      open_.emplace_back();
    } else if (event == Event::object_end || event == Event::array_end) {
      open_.pop_back();
    } else if (event == Event::key) {
      const auto& key = value.get_ref<const std::string&>();
      const std::size_t start = key_start();
      const auto [first, is_new] = open_.back().emplace(key, start);
      if (!is_new) {
        fail(start, fmt::format("the key {} is there already, at {}", in_quotes(key), line_and_column(first->second)));
      }
    }
  }

  /// The quote that opens the key whose closing quote was read last: the nearest one without a backslash.
  [[nodiscard]] std::size_t key_start() const {
    std::size_t quote = read_ - 1;
    while (true) {
      quote = text_.rfind('"', quote - 1);
      const std::size_t before = text_.find_last_not_of('\\', quote - 1);
      if ((quote - 1 - before) % 2 == 0) return quote;
    }
  }

  /// The number that was read last; the character after it may have been, too.
  [[nodiscard]] std::size_t number_start() const {
    const auto is_digit = [](char c) { return number_characters.find(c) != std::string_view::npos; };
    const std::size_t last = is_digit(text_[read_ - 1]) ? read_ - 1 : read_ - 2;
    return text_.find_last_not_of(number_characters, last) + 1;  // npos + 1 is 0
  }

  [[nodiscard]] std::string line_and_column(std::size_t offset) const {
    const std::string_view before = text_.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    return fmt::format("{}:{}", line, offset - before.rfind('\n'));  // npos is one before the first
  }

  [[noreturn]] void fail(std::size_t offset, const std::string& what) const {
    throw UsageError(fmt::format("{}:{}: {}", file_, line_and_column(std::min(offset, text_.size())), what));
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t read_ = 0;  ///< characters
  std::vector<Keys> open_;
};

}  // namespace

Json parse_json(std::string_view text, const std::string& file, Comments comments) {
  return JsonText(text, file).parse(comments);
}

Json read_json_file(const std::string& file, Comments comments) {
  return parse_json(read_text_file(file), file, comments);
}

}  // namespace lowband
