// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/random_subset.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/compression/chunked.hpp"

namespace lowband {

namespace {

constexpr std::size_t word_bits = 64;

/// Sets `chosen` of the lowest `size` bits.
void choose(std::uint64_t seed, std::uint32_t chosen, std::uint32_t size, std::vector<std::uint64_t>& bits) {
  Stream random(seed, Purpose::quantization, 0, 0);
  for (std::uint32_t last = size - chosen; last < size; ++last) {
    // A set of numbers below `last` becomes one of numbers up to `last`, larger by one: by a number that is not yet in
    // it, or by `last` itself.
    const std::uint32_t number = random.below(last + 1);
    const bool taken = (bits[number / word_bits] >> (number % word_bits) & 1U) != 0;
    const std::uint32_t added = taken ? last : number;
    bits[added / word_bits] |= std::uint64_t{1} << (added % word_bits);
  }
}

}  // namespace

void for_each_random_index(std::uint64_t seed, std::size_t count, std::size_t size, IndexVisitor visit) {
  require_indexable(size);
  thread_local std::vector<std::uint64_t> bits;
  bits.assign((size + word_bits - 1) / word_bits, 0);
  const bool leave_out = count > size - count;
  const std::size_t chosen = leave_out ? size - count : count;
  choose(seed, static_cast<std::uint32_t>(chosen), static_cast<std::uint32_t>(size), bits);

  std::array<std::uint32_t, pass_size> indices{};
  std::size_t visited = 0;
  std::size_t filled = 0;
  for (std::size_t w = 0; w < bits.size(); ++w) {
    std::uint64_t word = leave_out ? ~bits[w] : bits[w];
    const std::size_t first = w * word_bits;
    if (size - first < word_bits) word &= (std::uint64_t{1} << (size - first)) - 1;
    for (; word != 0; word &= word - 1) {
      indices[filled++] = static_cast<std::uint32_t>(first + static_cast<std::size_t>(std::countr_zero(word)));
      if (filled < pass_size) continue;
      visit(visited, indices);
      visited += filled;
      filled = 0;
    }
  }
  if (filled > 0) visit(visited, std::span(indices).first(filled));
}

}  // namespace lowband
