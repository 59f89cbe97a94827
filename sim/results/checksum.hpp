#pragma once

#include <zlib.h>

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace lowband {

/// The CRC-32 of `content` (that of zlib and gzip), 8 hexadecimal digits.
[[nodiscard]] inline std::string checksum(std::string_view content) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  return fmt::format("{:08x}", ::crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size()));
}

}  // namespace lowband
