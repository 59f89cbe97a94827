// SPDX-License-Identifier: Apache-2.0
#include "sim/base/file_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

/// What a file that is packed in this way has at `offset`.
struct Mark {
  std::size_t offset;
  std::string_view bytes;
  const char* packing;
};

using namespace std::string_view_literals;
constexpr std::array marks = {
    Mark{4, "1AY&SY"sv, "bzip2"},  // after "BZh" and a digit
    Mark{0,
         "\xFD"
         "7zXZ\0"sv,
         "xz"},
    Mark{0, "\x28\xB5\x2F\xFD"sv, "zstd"},
    Mark{0, "PK\x03\x04"sv, "zip"},
    Mark{257, "ustar"sv, "tar"},
};
constexpr std::size_t longest_head = 262;  // up to the end of the last mark

[[noreturn]] void fail_unreadable(const std::string& name, int error) {
  throw UsageError(fmt::format("{}: cannot be read: {}", name, std::strerror(error == 0 ? EIO : error)));
}

}  // namespace

FileReader::FileReader(const std::filesystem::path& file) : name_(file.string()), stream_(nullptr, &gzclose) {
  errno = 0;
  stream_.reset(gzopen(name_.c_str(), "rb"));
  if (stream_ == nullptr) fail_unreadable(name_, errno);
  gzbuffer(stream_.get(), 1U << 17U);
  head_.resize(longest_head);
  head_.resize(read_stream(head_.data(), head_.size()));
  is_packed_ = gzdirect(stream_.get()) == 0;
  refuse_other_packings();
}

void FileReader::refuse_other_packings() const {
  for (const auto& mark : marks) {
    if (head_.size() < mark.offset || !std::string_view(head_).substr(mark.offset).starts_with(mark.bytes)) continue;
    throw UsageError(fmt::format("{}: expected a file as it is or packed by gzip, found one packed by {}: unpack it",
                                 name_, mark.packing));
  }
}

std::size_t FileReader::read(void* to, std::size_t size) {
  auto* const bytes = static_cast<char*>(to);
  const std::size_t from_head = std::min(size, head_.size() - taken_);
  std::copy_n(head_.data() + taken_, from_head, bytes);
  taken_ += from_head;
  return from_head + read_stream(bytes + from_head, size - from_head);
}

std::size_t FileReader::read_stream(char* to, std::size_t size) {
  std::size_t total = 0;
  while (total < size) {
    const auto request = static_cast<unsigned>(std::min<std::size_t>(size - total, 1U << 24U));
    const int count = gzread(stream_.get(), to + total, request);
    if (count < 0) {
      int code = 0;
      const char* const message = gzerror(stream_.get(), &code);
      if (code == Z_BUF_ERROR) break;  // the packed data end too soon
      if (code == Z_ERRNO) fail_unreadable(name_, errno);
      throw UsageError(fmt::format("{}: byte {} (unpacked): expected gzip or plain data, found corrupt ones ({})",
                                   name_, unpacked_, message));
    }
    if (count == 0) break;
    total += static_cast<std::size_t>(count);
    unpacked_ += static_cast<std::size_t>(count);
  }
  return total;
}

bool FileReader::is_cut_off() const {
  int code = Z_OK;
  gzerror(stream_.get(), &code);
  return code != Z_OK;
}

void FileReader::refuse_cut_off() const {
  if (!is_cut_off()) return;
  throw UsageError(fmt::format("{}: cannot be read: its packed data (gzip) end too soon, after {} bytes unpacked",
                               name_, unpacked_));
}

}  // namespace lowband
