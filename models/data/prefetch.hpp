// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace lowband {

/// A random sample is rarely in a cache; asking for the one that comes so many later hides most of the wait.
constexpr std::size_t prefetch_distance = 2;

/// Asks for `bytes` bytes from `begin` on to be brought into the cache.
inline void prefetch(const void* begin, std::size_t bytes) {
  constexpr std::size_t cache_line = 64;
  const char* const first = static_cast<const char*>(begin);
  for (std::size_t offset = 0; offset < bytes; offset += cache_line) __builtin_prefetch(first + offset);
}

}  // namespace lowband
