// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/value_range.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/compression/chunked.hpp"
#include "sim/compression/squared_norm.hpp"

namespace lowband {

namespace {

/// The bits of a float as an integer that is ordered like the floats, with NaN beyond the infinities: one minimum and
/// one maximum find what is not finite too, and integers have both in every instruction set.
std::int32_t ordered(float value) noexcept {
  const auto bits = std::bit_cast<std::int32_t>(value);
  return bits ^ ((bits >> 31) & 0x7FFFFFFF);
}

float from_ordered(std::int32_t order) noexcept {
  return std::bit_cast<float>(order ^ ((order >> 31) & 0x7FFFFFFF));  // it is its own inverse
}

struct PartialRange {
  std::int32_t lowest = std::numeric_limits<std::int32_t>::max();
  std::int32_t highest = std::numeric_limits<std::int32_t>::min();
  double squares = 0.0;
};

PartialRange range_of_part(std::span<const float> values) noexcept {
  PartialRange range{.squares = squared_norm(values)};
  for (const float value : values) {
    range.lowest = std::min(range.lowest, ordered(value));
    range.highest = std::max(range.highest, ordered(value));
  }
  return range;
}

}  // namespace

ValueRange value_range(std::span<const float> values) {
  if (values.empty()) return {};
  // Parts that stay in the nearest cache between the two loops over them.
  constexpr std::size_t part = 4096;
  static_assert(chunk_size % part == 0);
  thread_local std::vector<PartialRange> memory;
  std::vector<PartialRange>& parts = memory;  // this thread's, also for the other threads that fill it
  parts.resize((values.size() + part - 1) / part);
  for_each_chunk(values.size(), chunk_size, [&](std::size_t /*index*/, std::size_t begin, std::size_t size) {
    for_each_part(size, part, [&](std::size_t first, std::size_t count) {
      parts[(begin + first) / part] = range_of_part(values.subspan(begin + first, count));
    });
  });
  PartialRange all;
  for (const PartialRange& one : parts) {
    all.lowest = std::min(all.lowest, one.lowest);
    all.highest = std::max(all.highest, one.highest);
    all.squares += one.squares;
  }
  constexpr float infinity = std::numeric_limits<float>::infinity();
  if (all.lowest <= ordered(-infinity) || all.highest >= ordered(infinity)) {
    throw Diverged("a vector to be quantized holds NaN or infinity");
  }
  return {from_ordered(all.lowest), from_ordered(all.highest), all.squares};
}

}  // namespace lowband
