// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/base/coordinate_range.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/message.hpp"

namespace lowband {

/// Where sizes of codes depend on the values, they are those of codes of so many normal numbers at most; longer ones
/// are in proportion. It bounds the memory.
inline constexpr std::size_t most_coordinates_of_outline = std::size_t{1} << 22U;

/// A message with a code of these coordinates, without content: of ModelCodec::expected_size(), rounded.
[[nodiscard]] Message code_outline(const ModelCodec& codec, CoordinateRange range);

}  // namespace lowband
