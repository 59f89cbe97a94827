// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/trace_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/trace/trace_format.hpp"

namespace lowband {

using trace_format::zlib_bytes;

namespace {

constexpr std::size_t number_size = 4;
constexpr std::size_t header_size = trace_format::magic.size() + 2 * number_size;
constexpr std::size_t largest_block = std::size_t{1} << 30U;  // far beyond any that is written

std::uint32_t number_at(std::span<const std::byte> content, std::size_t offset) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < number_size; ++i) {
    number |= std::to_integer<std::uint32_t>(content[offset + i]) << (8 * i);
  }
  return number;
}

}  // namespace

TraceFile::TraceFile(const std::filesystem::path& file) : path_(file) {
  map();
  try {
    find_blocks();
  } catch (...) {
    ::munmap(const_cast<std::byte*>(content_.data()),
             content_.size());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    throw;
  }
}

TraceFile::~TraceFile() {
  ::munmap(const_cast<std::byte*>(content_.data()), content_.size());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

void TraceFile::fail(const std::string& what) const { throw UsageError(fmt::format("{}: {}", path_.string(), what)); }

void TraceFile::map() {
  std::error_code error;
  const auto size = std::filesystem::file_size(path_, error);
  if (error) fail(fmt::format("cannot be read: {}", error.message()));
  if (size < header_size + number_size) fail("expected a trace of lowband, found a file that is too short for one");
  const int descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(fmt::format("cannot be read: {}", std::strerror(errno)));
  void* const address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  const int reason = errno;
  ::close(descriptor);
  if (address == MAP_FAILED)
    fail(fmt::format("cannot be read: {}", std::strerror(reason)));  // NOLINT(cppcoreguidelines-pro-type-cstyle-cast)
  content_ = {static_cast<const std::byte*>(address), size};
}

void TraceFile::find_blocks() {
  const auto magic = std::as_bytes(std::span(trace_format::magic));
  if (!std::equal(magic.begin(), magic.end(), content_.begin()))
    fail("expected a trace of lowband, found something else");
  const std::uint32_t version = number_at(content_, magic.size());
  if (version != trace_format::version) {
    fail(fmt::format("expected a trace of version {}, found version {}", trace_format::version, version));
  }
  const std::size_t end = content_.size() - number_size;
  const auto checksum = ::crc32_z(0, zlib_bytes(content_.data()), end);
  if (checksum != number_at(content_, end)) fail("the trace is cut short or altered: its checksum is wrong");

  // What a checksum cannot tell apart from a trace was made to look like one: no more is promised than a clean error.
  nodes_ = number_at(content_, magic.size() + number_size);
  blocks_.resize(2 * nodes_);
  for (std::size_t at = header_size;;) {
    constexpr std::size_t head = 3 * number_size;
    if (end - at < head) fail("the trace has no end");
    const std::uint32_t number = number_at(content_, at);
    const Block block = {number_at(content_, at + number_size), {}};
    const std::size_t deflated = number_at(content_, at + 2 * number_size);
    at += head;
    if (deflated > end - at || block.size > largest_block) fail("the trace has a block of impossible size");
    const Block whole = {block.size, content_.subspan(at, deflated)};
    at += deflated;
    if (number == trace_format::end_number) {
      std::vector<std::byte> text;
      inflate(whole, text);
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
      text_.assign(reinterpret_cast<const char*>(text.data()), text.size());
      if (at != end) fail("the trace goes on after its end");
      return;
    }
    if (number >= blocks_.size())
      fail(fmt::format("the trace has a block of program {}, but {} nodes", number, nodes_));
    blocks_[number].push_back(whole);
  }
}

void TraceFile::inflate(const Block& block, std::vector<std::byte>& into) const {
  into.resize(block.size);
  auto size = static_cast<uLongf>(block.size);
  const int outcome = ::uncompress(zlib_bytes(into.data()), &size, zlib_bytes(block.deflated.data()),
                                   static_cast<uLong>(block.deflated.size()));
  if (outcome != Z_OK || size != block.size) fail("the trace has a block that cannot be inflated");
}

std::optional<TraceOperation> TraceFile::Operations::next() {
  const auto& blocks = trace_.blocks_[number_];
  while (rest_.empty()) {
    if (block_ == blocks.size()) return std::nullopt;
    trace_.inflate(blocks[block_++], inflated_);
    rest_ = inflated_;
  }
  try {
    const TraceOperation operation = decode(rest_);
    if (operation.peer >= trace_.nodes()) throw std::runtime_error("no such node");
    return operation;
  } catch (const std::runtime_error& error) {
    trace_.fail(fmt::format("the trace of program {} is wrong: {}", number_, error.what()));
  }
}

}  // namespace lowband
