// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace lowband {

/// The CRC-32 of `content`, that of zlib and gzip.
[[nodiscard]] inline std::uint32_t crc32_of(std::string_view content) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size()));
}
/// In 8 hexadecimal digits.
[[nodiscard]] inline std::string checksum(std::string_view content) { return fmt::format("{:08x}", crc32_of(content)); }

}  // namespace lowband
