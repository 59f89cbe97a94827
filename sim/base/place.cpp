#include "sim/base/place.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace {

constexpr std::size_t longest_excerpt = 60;

std::string excerpt(const Json& value) {
  // A name from the command line may be no UTF-8.
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() <= longest_excerpt) return text;
  std::size_t end = longest_excerpt - 3;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not in the middle of a UTF-8 character
  return text.substr(0, end) + "...";
}

}  // namespace

Place Place::options_of(std::string command) {
  Place place(std::move(command));
  place.root_ = "--";
  return place;
}

Place Place::operator/(std::string_view key) const {
  Place child = *this;
  child.pointer_ += pointer_.empty() ? root_ : "/";
  for (const char c : key) {  // RFC 6901: '~' and '/' inside a key are escaped
    if (c == '~') {
      child.pointer_ += "~0";
    } else if (c == '/') {
      child.pointer_ += "~1";
    } else {
      child.pointer_ += c;
    }
  }
  return child;
}

Place Place::operator/(std::size_t index) const { return *this / std::to_string(index); }

void Place::expected(std::string_view expected, const Json& found, std::string_view hint) const {
  fail(fmt::format("expected {}, found {}{}", expected, excerpt(found), hint));
}

void Place::fail(std::string_view what) const {
  throw UsageError(fmt::format("{}: {}: {}", file_, pointer_.empty() ? "the document" : pointer_, what));
}

Json read_json_file(const std::string& file) {
  const std::string content = read_file(file);
  try {
    return Json::parse(content);
  } catch (const nlohmann::json::parse_error& error) {
    const std::size_t offset = std::min(error.byte == 0 ? 0 : error.byte - 1, content.size());
    const auto line = 1 + std::count(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
    const std::size_t line_start = offset == 0 ? std::string::npos : content.rfind('\n', offset - 1);
    const std::size_t column = line_start == std::string::npos ? offset + 1 : offset - line_start;
    const std::string what = error.what();  // "[json.exception...] parse error at line L, column C: what is wrong"
    const std::size_t colon = what.find(": ");
    throw UsageError(fmt::format("{}:{}:{}: malformed JSON: {}", file, line, column,
                                 colon == std::string::npos ? what : what.substr(colon + 2)));
  } catch (const nlohmann::json::out_of_range& error) {  // "[json.exception...] number overflow parsing '1e999'"
    const std::string what = error.what();
    throw UsageError(fmt::format("{}: malformed JSON: {}", file, what.substr(what.find("] ") + 2)));
  }
}

}  // namespace lowband
