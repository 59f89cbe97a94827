// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/elias_integers.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <stdexcept>

#include "sim/compression/coding/elias.hpp"

namespace lowband {

namespace {

std::uint32_t magnitude(std::int32_t integer) { return static_cast<std::uint32_t>(std::abs(integer)); }
std::uint64_t sign(std::int32_t integer) { return integer < 0 ? 1U : 0U; }

std::int32_t signed_integer(std::uint32_t magnitude, bool negative, std::int32_t bound) {
  if (magnitude > static_cast<std::uint32_t>(bound)) throw std::runtime_error("a code holds an integer out of bounds");
  const auto value = static_cast<std::int32_t>(magnitude);
  return negative ? -value : value;
}

}  // namespace

void put_sparse(BitWriter& writer, std::span<const std::int32_t> integers) {
  std::uint32_t gap = 1;
  for (const std::int32_t integer : integers) {
    if (integer == 0) {
      ++gap;
      continue;
    }
    put(writer, elias_omega(gap));
    const CodeWord word = elias_omega(magnitude(integer));
    writer.put(word.bits | sign(integer) << word.length, word.length + 1);
    gap = 1;
  }
  if (gap > 1) put(writer, elias_omega(gap));
}

void put_dense(BitWriter& writer, std::span<const std::int32_t> integers) {
  for (const std::int32_t integer : integers) {
    const CodeWord word = elias_omega(magnitude(integer) + 1);
    const unsigned signs = integer == 0 ? 0 : 1;
    writer.put(word.bits << signs | sign(integer), word.length + signs);
  }
}

void read_sparse(BitReader& reader, std::int32_t bound, std::span<std::int32_t> integers) {
  std::fill(integers.begin(), integers.end(), 0);
  std::size_t next = 0;  // the first place that is not known yet
  while (next < integers.size()) {
    const auto gap = leading_omega_word(reader.peek());
    reader.skip(gap.length);
    next += gap.k;
    if (next > integers.size() + 1) throw std::runtime_error("a code leads beyond its last integer");
    if (next == integers.size() + 1) return;
    const std::uint64_t bits = reader.peek();
    const auto word = leading_omega_word(bits << 1U);
    reader.skip(1 + word.length);
    integers[next - 1] = signed_integer(word.k, bits >> 63U != 0, bound);
  }
}

void read_dense(BitReader& reader, std::int32_t bound, std::span<std::int32_t> integers) {
  for (std::int32_t& integer : integers) {
    const std::uint64_t bits = reader.peek();
    const auto [k, length] = leading_omega_word(bits);
    const unsigned signs = k == 1 ? 0 : 1;
    const bool negative = signs != 0 && bits << length >> 63U != 0;
    reader.skip(length + signs);
    integer = signed_integer(k - 1, negative, bound);
  }
}

}  // namespace lowband
