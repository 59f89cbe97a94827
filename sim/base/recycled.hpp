// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

namespace lowband {

/// Buffers that their owner fills, shares with others and uses again when all of them have let go: in the steady state
/// nothing is allocated. Only the owner may call take(); the others may let go on any thread.
template <class Buffer>
class Recycled {
 public:
  /// A buffer that nobody else holds, with whatever it was left with.
  [[nodiscard]] std::shared_ptr<Buffer> take() {
    // What was given away first comes back first, as a rule; what is still away is passed over.
    for (std::size_t tries = std::min<std::size_t>(buffers_.size(), 4); tries > 0; --tries) {
      next_ = (next_ + 1) % buffers_.size();
      if (buffers_[next_].use_count() > 1) continue;
      std::atomic_thread_fence(std::memory_order_acquire);  // after all that the last holder did with it
      return buffers_[next_];
    }
    next_ = buffers_.size();
    return buffers_.emplace_back(std::make_shared<Buffer>());
  }

 private:
  std::vector<std::shared_ptr<Buffer>> buffers_;
  std::size_t next_ = 0;
};

}  // namespace lowband
