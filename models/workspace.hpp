// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "sim/base/float_buffer.hpp"
#include "sim/base/huge_pages.hpp"

namespace lowband {

/// Scratch memory of one thread, reused from call to call: M workers cost M parameter vectors, not M sets of
/// activations. Every slot is aligned to a cache line, so that what is computed never depends on an address.
class Workspace {
 public:
  static constexpr std::size_t slots = 16;
  /// Models use the slots below this one; whoever calls a model keeps what it passes in (a batch) in the others.
  static constexpr std::size_t first_slot_of_caller = 8;

  /// Slot `slot` with room for `size` floats; what it held before is undefined.
  std::span<float> floats(std::size_t slot, std::size_t size) {
    FloatBuffer& buffer = buffers_.at(slot);
    if (buffer.size() < size) {
      buffer = FloatBuffer(size);
      prefer_huge_pages(buffer);
    }
    return {buffer.data(), size};
  }

 private:
  std::array<FloatBuffer, slots> buffers_;
};

}  // namespace lowband
