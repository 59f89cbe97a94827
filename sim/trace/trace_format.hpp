#pragma once

#include <cstdint>
#include <string_view>

/// The constants of the trace file, which trace_writer.hpp describes.
namespace lowband::trace_format {

inline constexpr std::string_view magic = "LOWBTRCE";
inline constexpr std::uint32_t version = 1;
inline constexpr std::uint32_t end_rank = 0xFFFFFFFF;

}  // namespace lowband::trace_format
