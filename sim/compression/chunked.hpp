// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "sim/base/function_ref.hpp"
#include "sim/base/lanes.hpp"

namespace lowband {

/// Coordinates coded at a time where intermediate results go through memory of fixed size: they stay in the nearest
/// cache and fit any stack. A multiple of 32, so that codes of any width fill whole words.
inline constexpr std::size_t pass_size = 512;

/// Calls `part(first, count)` for consecutive parts of `size` coordinates, all but the last of them `most` long.
template <class Part>
void for_each_part(std::size_t size, std::size_t most, Part part) {
  for (std::size_t first = 0; first < size; first += most) part(first, std::min(most, size - first));
}

/// Coordinates of the chunks that are coded independently, each with random numbers of its own.
inline constexpr std::size_t chunk_size = std::size_t{1} << 16U;

/// Calls `work(index, first, count)` for consecutive chunks of `size` coordinates, all but the last of them `chunk`
/// long; for long vectors on several threads, so a chunk must not depend on what another does. Rethrows what a chunk
/// throws.
void for_each_chunk(std::size_t size, std::size_t chunk,
                    FunctionRef<void(std::size_t index, std::size_t first, std::size_t count)> work);

/// The same for codecs that draw: `work(numbers, first, count)` with numbers of each chunk's own, seeded from `random`.
void for_each_chunk(std::size_t size, std::size_t chunk, Stream& random,
                    FunctionRef<void(Lanes& numbers, std::size_t first, std::size_t count)> work);

/// Throws Diverged if a value is NaN or infinite.
void require_finite(std::span<const float> vector);

}  // namespace lowband
