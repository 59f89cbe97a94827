// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/chunked.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include "sim/base/error.hpp"
#include "sim/base/finite.hpp"

namespace lowband {

namespace {

/// Below this many coordinates other threads would hardly be awake before the work is done.
constexpr std::size_t worth_sharing = std::size_t{1} << 20U;

}  // namespace

void for_each_chunk(std::size_t size, std::size_t chunk,
                    FunctionRef<void(std::size_t index, std::size_t first, std::size_t count)> work) {
  const std::size_t chunks = (size + chunk - 1) / chunk;
  const auto run = [&](std::size_t index) {
    const std::size_t first = index * chunk;
    work(index, first, std::min(chunk, size - first));
  };
  if (size < worth_sharing) {
    for (std::size_t index = 0; index < chunks; ++index) run(index);
    return;
  }
  // Isolated: while it waits, this thread must not begin another worker's computation in the middle of its own.
  oneapi::tbb::this_task_arena::isolate([&] { oneapi::tbb::parallel_for(std::size_t{0}, chunks, run); });
}

void for_each_chunk(std::size_t size, std::size_t chunk, Stream& random,
                    FunctionRef<void(Lanes& numbers, std::size_t first, std::size_t count)> work) {
  for_each_chunk(size, chunk, [&](std::size_t index, std::size_t first, std::size_t count) {
    Stream seeds = random;
    seeds.discard(index * Lanes::seed_numbers);
    Lanes numbers(seeds);
    work(numbers, first, count);
  });
  random.discard((size + chunk - 1) / chunk * Lanes::seed_numbers);
}

void require_finite(std::span<const float> vector) {
  if (!all_finite(vector)) throw Diverged("a vector to be encoded holds NaN or infinity");
}

}  // namespace lowband
