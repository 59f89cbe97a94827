// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/index_set.hpp"

#include <array>
#include <bit>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/compression/chunked.hpp"
#include "sim/compression/coding/bit_packing.hpp"

namespace lowband {

namespace {

/// ceil(log2 size): the bits of the largest index.
unsigned index_width(std::size_t size) { return static_cast<unsigned>(std::bit_width(size - 1)); }

}  // namespace

void require_indexable(std::size_t size) {
  if (size > std::numeric_limits<std::uint32_t>::max()) {
    throw std::invalid_argument("a sparse code names coordinates by 32 bits; the vector has too many");
  }
}

std::size_t index_set_size(std::size_t count, std::size_t size) {
  require_indexable(size);
  return count == 0 || count == size ? 0 : packed_size(count, index_width(size));
}

void write_indices(std::span<const std::uint32_t> ascending, std::size_t size, std::span<std::byte> packed) {
  if (!packed.empty()) pack(ascending, index_width(size), packed);
}

void read_indices(std::span<const std::byte> packed, std::size_t count, std::size_t size, IndexVisitor visit) {
  std::array<std::uint32_t, pass_size> part{};
  std::uint32_t least = 0;  // what the next index may be
  for_each_part(count, pass_size, [&](std::size_t first, std::size_t length) {
    const auto indices = std::span(part).first(length);
    if (count == size) {
      std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(first));
    } else {
      const unsigned width = index_width(size);
      unpack(packed.subspan(packed_size(first, width), packed_size(length, width)), width, indices);
      bool ascending = indices.front() >= least && indices.back() < size;
      for (std::size_t j = 1; j < length; ++j) ascending &= indices[j - 1] < indices[j];
      if (!ascending) throw std::runtime_error("a sparse code has indices that do not ascend, or are too large");
      least = indices.back() + 1;
    }
    visit(first, indices);
  });
}

}  // namespace lowband
