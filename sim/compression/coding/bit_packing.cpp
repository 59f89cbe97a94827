// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/bit_packing.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace lowband {

namespace {

static_assert(std::endian::native == std::endian::little, "words are stored as bytes, the least significant first");

/// 32 integers of `width` bits are `width` words of 32 bits exactly. With the width known to the compiler every shift
/// is a constant and a block is straight-line code.
constexpr std::size_t block = 32;

template <std::size_t width>
void pack_block(const std::uint32_t* values, std::byte* packed) noexcept {
  std::array<std::uint32_t, width> words{};
  const auto put = [&]<std::size_t k>(std::integral_constant<std::size_t, k>) {
    constexpr std::size_t word = k * width / 32;
    constexpr unsigned shift = k * width % 32;
    words[word] |= values[k] << shift;
    if constexpr (shift + width > 32) words[word + 1] = values[k] >> (32 - shift);
  };
  [&]<std::size_t... k>(std::index_sequence<k...>) { (put(std::integral_constant<std::size_t, k>{}), ...); }
  (std::make_index_sequence<block>{});
  std::memcpy(packed, words.data(), sizeof words);
}

template <std::size_t width>
void unpack_block(const std::byte* packed, std::uint32_t* values) noexcept {
  std::array<std::uint32_t, width> words{};
  std::memcpy(words.data(), packed, sizeof words);
  const auto take = [&]<std::size_t k>(std::integral_constant<std::size_t, k>) {
    constexpr std::size_t word = k * width / 32;
    constexpr unsigned shift = k * width % 32;
    std::uint32_t value = words[word] >> shift;
    if constexpr (shift + width > 32) value |= words[word + 1] << (32 - shift);
    values[k] = value & (~std::uint32_t{0} >> (32 - width));
  };
  [&]<std::size_t... k>(std::index_sequence<k...>) { (take(std::integral_constant<std::size_t, k>{}), ...); }
  (std::make_index_sequence<block>{});
}

/// The last, shorter block goes through a whole one of its own, so that no byte outside the arrays is touched.
template <std::size_t width>
void pack_all(std::span<const std::uint32_t> values, std::span<std::byte> packed) noexcept {
  const std::size_t blocks = values.size() / block;
  for (std::size_t i = 0; i < blocks; ++i) pack_block<width>(&values[i * block], &packed[i * width * 4]);
  if (const auto rest = values.subspan(blocks * block); !rest.empty()) {
    std::array<std::uint32_t, block> padded{};
    std::array<std::byte, width * 4> bytes{};
    std::copy(rest.begin(), rest.end(), padded.begin());
    pack_block<width>(padded.data(), bytes.data());
    std::copy_n(bytes.begin(), packed_size(rest.size(), unsigned{width}),
                packed.begin() + std::ptrdiff_t(blocks * width * 4));
  }
}

template <std::size_t width>
void unpack_all(std::span<const std::byte> packed, std::span<std::uint32_t> values) noexcept {
  const std::size_t blocks = values.size() / block;
  for (std::size_t i = 0; i < blocks; ++i) unpack_block<width>(&packed[i * width * 4], &values[i * block]);
  if (const auto rest = values.subspan(blocks * block); !rest.empty()) {
    std::array<std::byte, width * 4> padded{};
    std::array<std::uint32_t, block> whole{};
    std::copy(packed.begin() + std::ptrdiff_t(blocks * width * 4), packed.end(), padded.begin());
    unpack_block<width>(padded.data(), whole.data());
    std::copy_n(whole.begin(), rest.size(), rest.begin());
  }
}

using Pack = void (*)(std::span<const std::uint32_t>, std::span<std::byte>) noexcept;
using Unpack = void (*)(std::span<const std::byte>, std::span<std::uint32_t>) noexcept;

template <std::size_t... i>
constexpr std::array<Pack, 32> pack_functions(std::index_sequence<i...> /*widths minus one*/) {
  return {&pack_all<i + 1>...};
}
template <std::size_t... i>
constexpr std::array<Unpack, 32> unpack_functions(std::index_sequence<i...> /*widths minus one*/) {
  return {&unpack_all<i + 1>...};
}
constexpr auto pack_of_width = pack_functions(std::make_index_sequence<32>{});
constexpr auto unpack_of_width = unpack_functions(std::make_index_sequence<32>{});

void check_sizes(std::size_t count, unsigned width, std::size_t bytes) {
  if (width < 1 || width > 32) throw std::invalid_argument("bit packing: the width must be from 1 to 32");
  if (bytes != packed_size(count, width)) {
    throw std::invalid_argument("bit packing: the number of bytes does not fit the number of integers");
  }
}

/// Integers per pass of the signed forms: small enough for any stack, and a multiple of `block`.
constexpr std::size_t pass = 512;

}  // namespace

void pack(std::span<const std::uint32_t> values, unsigned width, std::span<std::byte> packed) {
  check_sizes(values.size(), width, packed.size());
  std::uint32_t all_bits = 0;
  for (const std::uint32_t value : values) all_bits |= value;
  if (static_cast<unsigned>(std::bit_width(all_bits)) > width) {
    throw std::invalid_argument("bit packing: an integer needs more bits than the width");
  }
  pack_of_width[width - 1](values, packed);
}

void unpack(std::span<const std::byte> packed, unsigned width, std::span<std::uint32_t> values) {
  check_sizes(values.size(), width, packed.size());
  unpack_of_width[width - 1](packed, values);
}

unsigned integer_width(std::int32_t levels, std::int32_t contributions) {
  const auto most = 2 * static_cast<std::int64_t>(levels) * contributions;
  if (levels < 1 || contributions < 1 || most > std::int64_t{0xFFFFFFFF}) {
    throw std::invalid_argument("bit packing: a sum of quantized coordinates must have from 2 to 32 bits");
  }
  return static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(most)));
}

void pack_signed(std::span<const std::int32_t> integers, std::int32_t bound, std::span<std::byte> packed) {
  const unsigned width = integer_width(bound, 1);
  const auto offset = static_cast<std::uint32_t>(bound);
  check_sizes(integers.size(), width, packed.size());
  std::array<std::uint32_t, pass> values{};
  for (std::size_t i = 0; i < integers.size(); i += pass) {
    const std::size_t count = std::min(pass, integers.size() - i);
    std::uint32_t largest = 0;
    for (std::size_t j = 0; j < count; ++j) {
      values[j] = static_cast<std::uint32_t>(integers[i + j]) + offset;
      largest = std::max(largest, values[j]);
    }
    if (largest > 2 * offset) throw std::invalid_argument("bit packing: an integer is out of bounds");
    pack_of_width[width - 1](std::span(values).first(count),
                             packed.subspan(packed_size(i, width), packed_size(count, width)));
  }
}

void unpack_signed(std::span<const std::byte> packed, std::int32_t bound, std::span<std::int32_t> integers) {
  const unsigned width = integer_width(bound, 1);
  const auto offset = static_cast<std::uint32_t>(bound);
  check_sizes(integers.size(), width, packed.size());
  std::array<std::uint32_t, pass> values{};
  for (std::size_t i = 0; i < integers.size(); i += pass) {
    const std::size_t count = std::min(pass, integers.size() - i);
    unpack_of_width[width - 1](packed.subspan(packed_size(i, width), packed_size(count, width)),
                               std::span(values).first(count));
    std::uint32_t largest = 0;
    for (std::size_t j = 0; j < count; ++j) {
      integers[i + j] = static_cast<std::int32_t>(values[j] - offset);
      largest = std::max(largest, values[j]);
    }
    if (largest > 2 * offset) throw std::runtime_error("bit packing: the code holds an integer out of bounds");
  }
}

}  // namespace lowband
