#include "models/data/idx.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

/// Reads forward through a file, unpacking it if it is gzip, and knows where it is.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file)
      : name_(file.string()), stream_(gzopen(name_.c_str(), "rb"), &gzclose) {
    if (stream_ == nullptr) throw UsageError(fmt::format("{}: cannot be read: {}", name_, std::strerror(errno)));
    gzbuffer(stream_.get(), 1U << 17U);
  }

  [[noreturn]] void fail(std::size_t offset, std::string_view what) const {
    throw UsageError(
        fmt::format("{}: byte {}{}: {}", name_, offset, gzdirect(stream_.get()) == 1 ? "" : " (unpacked)", what));
  }

  /// Reads up to `size` bytes; fewer only at the end of the file.
  std::size_t read_some(std::uint8_t* to, std::size_t size) {
    std::size_t total = 0;
    while (total < size) {
      const auto request = static_cast<unsigned>(std::min<std::size_t>(size - total, 1U << 24U));
      const int count = gzread(stream_.get(), to + total, request);
      if (count < 0) {
        int code = 0;
        const char* const message = gzerror(stream_.get(), &code);
        if (code == Z_BUF_ERROR) break;  // the packed data end too soon
        fail(offset_, fmt::format("expected gzip or plain data, found corrupt ones ({})", message));
      }
      if (count == 0) break;
      total += static_cast<std::size_t>(count);
      offset_ += static_cast<std::size_t>(count);
    }
    return total;
  }

  std::uint32_t read_integer(std::string_view what) {
    std::array<std::uint8_t, 4> bytes{};
    const std::size_t start = offset_;
    const std::size_t found = read_some(bytes.data(), bytes.size());
    if (found < bytes.size()) {
      fail(start, fmt::format("expected 4 bytes ({}), found {}: the file is truncated", what, found));
    }
    std::uint32_t value = 0;
    for (const std::uint8_t byte : bytes) value = (value << 8U) | byte;
    return value;
  }

  /// Grows as data come: a size that a damaged header claims is not believed.
  std::vector<std::uint8_t> read_bytes(std::size_t size) {
    constexpr std::size_t step = 1U << 26U;
    const std::size_t start = offset_;
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < size) {
      const std::size_t before = bytes.size();
      const std::size_t wanted = std::min(step, size - before);
      bytes.resize(before + wanted);
      const std::size_t found = before + read_some(bytes.data() + before, wanted);
      if (found < bytes.size()) {
        fail(start, fmt::format("expected {} bytes of data, found {}: the file is truncated", size, found));
      }
    }
    return bytes;
  }

  void expect_end() {
    const std::size_t end = offset_;
    std::uint8_t byte = 0;
    if (read_some(&byte, 1) != 0) fail(end, "expected the end of the file, found more bytes");
    int code = Z_OK;
    gzerror(stream_.get(), &code);
    if (code != Z_OK) fail(end, "expected the checksum of the packed data, found no more: the file is truncated");
  }

 private:
  std::string name_;
  std::unique_ptr<gzFile_s, decltype(&gzclose)> stream_;
  std::size_t offset_ = 0;
};

}  // namespace

IdxArray read_idx(const std::filesystem::path& file, std::size_t dimensions) {
  Reader reader(file);
  const auto expected = static_cast<std::uint32_t>(0x800U + dimensions);
  if (const std::uint32_t magic = reader.read_integer("magic number"); magic != expected) {
    reader.fail(0, fmt::format("expected the magic number {:#010x} (unsigned bytes, {} dimension{}), found {:#010x}",
                               expected, dimensions, dimensions == 1 ? "" : "s", magic));
  }
  IdxArray array;
  std::size_t size = 1;
  for (std::size_t i = 0; i < dimensions; ++i) {
    const std::uint32_t extent = reader.read_integer(fmt::format("size of dimension {}", i + 1));
    if (extent == 0 || size > std::numeric_limits<std::uint32_t>::max() / extent) {
      reader.fail(4 * (i + 1), fmt::format("expected a size from 1 on, and at most 4 GB in all, found {}", extent));
    }
    size *= extent;
    array.shape.push_back(extent);
  }
  array.values = reader.read_bytes(size);
  reader.expect_end();
  return array;
}

}  // namespace lowband
