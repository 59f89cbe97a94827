// SPDX-License-Identifier: Apache-2.0
#include "sim/base/line_reader.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace lowband {

std::size_t size_of_mark(std::string_view text, const std::string& file) {
  constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw UsageError(
        fmt::format("{}: expected text in UTF-8, found the byte-order mark of UTF-16: save it as UTF-8", file));
  }
  return text.starts_with(utf8_mark) ? utf8_mark.size() : 0;
}

LineReader::LineReader(const std::filesystem::path& file) : file_(file) {
  if (fill()) taken_ = size_of_mark(buffer_, file_.name());
}

bool LineReader::next() {
  line_.clear();
  if (taken_ == buffer_.size() && !fill()) return false;
  ++number_;
  for (bool is_whole = false; !is_whole && (taken_ < buffer_.size() || fill());) {
    const std::size_t end = buffer_.find('\n', taken_);
    is_whole = end != std::string::npos;
    line_.append(buffer_, taken_, is_whole ? end - taken_ : std::string::npos);
    taken_ = is_whole ? end + 1 : buffer_.size();
  }
  return true;
}

bool LineReader::fill() {
  constexpr std::size_t step = 1U << 16U;
  buffer_.resize(step);
  buffer_.resize(file_.read(buffer_.data(), step));
  taken_ = 0;
  if (buffer_.empty()) file_.refuse_cut_off();
  return !buffer_.empty();
}

}  // namespace lowband
