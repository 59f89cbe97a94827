// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace lowband {

/// An array of unsigned bytes, last dimension fastest.
struct IdxArray {
  std::vector<std::size_t> shape;
  std::vector<std::uint8_t> values;
};

/// Reads an IDX file, the format of MNIST, as it is or gzip: the magic number 0x000008DD (08: unsigned bytes, DD: the
/// number of dimensions), one 32-bit size per dimension, then the bytes; integers are big-endian.
///
/// Throws UsageError, with file, byte offset (in the unpacked data), what was expected and what was found: unreadable,
/// truncated or corrupt files, another magic number, bytes after the end.
[[nodiscard]] IdxArray read_idx(const std::filesystem::path& file, std::size_t dimensions);

}  // namespace lowband
