// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/code_outline.hpp"

#include <cmath>

namespace lowband {

Message code_outline(const ModelCodec& codec, CoordinateRange range) {
  const double bytes = codec.expected_size(range.first, range.size, most_coordinates_of_outline);
  return Message::without_content(static_cast<std::size_t>(std::llround(bytes)), range.size);
}

}  // namespace lowband
