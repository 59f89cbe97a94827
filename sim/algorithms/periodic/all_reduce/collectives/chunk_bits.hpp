// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "sim/algorithms/message_size.hpp"
#include "sim/algorithms/periodic/all_reduce/reduction.hpp"
#include "sim/base/chunks.hpp"

namespace lowband {

/// Bits for each coordinate of chunks, as a multiple of those of the first, whose size closed forms take for all:
/// tensors that are sent by another codec, or as they are, lie in some chunks only. Of many chunks some are looked at.
inline double bits_of_chunks(const Reduction& reduction, const Chunks& chunks, int width = 1) {
  constexpr int most = 16;
  const int wide = chunks.count() / width;
  const int count = std::min(wide, most);
  MessageSize all;
  for (int i = 0; i < count; ++i) {
    all += MessageSize(reduction.outline(chunks.range(i * wide / count * width, width), 1));
  }
  const double first = MessageSize(reduction.outline(chunks.range(0, width), 1)).bits_per_coordinate();
  return first > 0.0 ? all.bits_per_coordinate() / first : 1.0;
}

}  // namespace lowband
