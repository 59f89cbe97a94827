// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What writing and reading the trace file share; trace_writer.hpp describes it.
namespace lowband::trace_format {

inline constexpr std::string_view magic = "LOWBTRCE";
inline constexpr std::uint32_t version = 4;
inline constexpr std::uint32_t end_number = 0xFFFFFFFF;

/// Bytes as zlib wants them.
inline Bytef* zlib_bytes(std::byte* bytes) {
  return reinterpret_cast<Bytef*>(bytes);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}
inline const Bytef* zlib_bytes(const std::byte* bytes) {
  return reinterpret_cast<const Bytef*>(bytes);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

}  // namespace lowband::trace_format
