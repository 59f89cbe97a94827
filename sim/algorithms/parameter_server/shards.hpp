// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "sim/base/chunks.hpp"

namespace lowband {

/// A vector that is cut among servers, into consecutive parts as even as can be: shard s is that of the server with
/// rank first_rank + s (Li et al., OSDI 2014; Dean et al., NIPS 2012). Servers know nothing of each other.
class Shards {
 public:
  Shards(int first_rank, std::size_t size, int count) : first_rank_(first_rank), chunks_(size, count) {}

  [[nodiscard]] int count() const noexcept { return chunks_.count(); }
  [[nodiscard]] int rank(int shard) const noexcept { return first_rank_ + shard; }
  [[nodiscard]] CoordinateRange range(int shard) const noexcept { return chunks_.range(shard); }

 private:
  int first_rank_;
  Chunks chunks_;
};

}  // namespace lowband
