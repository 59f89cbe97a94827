// SPDX-License-Identifier: Apache-2.0
#include "sim/base/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"

namespace lowband {

namespace {

constexpr std::size_t longest_excerpt = 60;

std::string excerpt(const Json& value) {
  // Texts inside of others are those of JSON files, which are UTF-8.
  std::string text = value.is_string() ? in_quotes(value.get_ref<const std::string&>())
                                       : value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() <= longest_excerpt) return text;
  std::size_t end = longest_excerpt - 3;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not in the middle of a UTF-8 character
  return text.substr(0, end) + "...";
}

}  // namespace

Place Place::options_of(std::string command, std::string dash) {
  Place place(std::move(command));
  place.root_ = std::move(dash);
  return place;
}

Place Place::with_detours(Detours detours) const {
  Place place = *this;
  place.detours_ = std::make_shared<const Detours>(std::move(detours));
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
  if (detours_ != nullptr) {
    const auto detour = detours_->find(child.pointer_);
    if (detour != detours_->end()) child.pointer_ = detour->second;
  }
  return child;
}

Place Place::operator/(std::size_t index) const { return *this / std::to_string(index); }

std::string Place::text() const { return pointer_.empty() ? file_ : fmt::format("{}: {}", file_, pointer_); }

void Place::expected(std::string_view expected, const Json& found, std::string_view hint) const {
  fail(fmt::format("expected {}, found {}{}", expected, excerpt(found), hint));
}

void Place::fail(std::string_view what) const {
  const bool is_document = pointer_.empty() && root_ == "/";
  throw UsageError(fmt::format("{}: {}{}", text(), is_document ? "the document: " : "", what));
}

}  // namespace lowband
