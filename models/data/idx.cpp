// SPDX-License-Identifier: Apache-2.0
#include "models/data/idx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/file_reader.hpp"

namespace lowband {

namespace {

/// Reads the parts of an IDX file one after the other.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file) {}

  [[noreturn]] void fail(std::size_t offset, std::string_view what) const {
    throw UsageError(
        fmt::format("{}: byte {}{}: {}", file_.name(), offset, file_.is_packed() ? " (unpacked)" : "", what));
  }

  std::uint32_t read_integer(std::string_view what) {
    std::array<std::uint8_t, 4> bytes{};
    const std::size_t start = file_.offset();
    const std::size_t found = file_.read(bytes.data(), bytes.size());
    if (found < bytes.size()) {
      fail(start, fmt::format("expected 4 bytes ({}), found {}: the file is truncated", what, found));
    }
    std::uint32_t value = 0;
    for (const std::uint8_t byte : bytes) value = (value << 8U) | byte;
    return value;
  }

  /// Grows as data come: a size that a damaged header claims is not believed.
  std::vector<std::uint8_t> read_bytes(std::size_t size) {
    constexpr std::size_t step = 1U << 20U;
    const std::size_t start = file_.offset();
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < size) {
      const std::size_t before = bytes.size();
      const std::size_t wanted = std::min(step, size - before);
      bytes.resize(before + wanted);
      const std::size_t found = before + file_.read(bytes.data() + before, wanted);
      if (found < bytes.size()) {
        fail(start, fmt::format("expected {} bytes of data, found {}: the file is truncated", size, found));
      }
    }
    return bytes;
  }

  void expect_end() {
    const std::size_t end = file_.offset();
    std::uint8_t byte = 0;
    if (file_.read(&byte, 1) != 0) fail(end, "expected the end of the file, found more bytes");
    if (file_.is_cut_off()) {
      fail(end, "expected the checksum of the packed data, found no more: the file is truncated");
    }
  }

 private:
  FileReader file_;
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
