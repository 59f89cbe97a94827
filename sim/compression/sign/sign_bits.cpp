// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sign/sign_bits.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "sim/compression/chunked.hpp"

namespace lowband {

namespace {

static_assert(std::endian::native == std::endian::little, "bytes are read into words, the least significant first");

/// Coordinates whose signs fill a word.
constexpr std::size_t block = 32;

void unpack_block(std::uint32_t word, std::uint32_t positive, std::uint32_t negative, float* values) noexcept {
  for (std::uint32_t i = 0; i < block; ++i) {
    values[i] = std::bit_cast<float>((word & 1U << i) != 0 ? negative : positive);
  }
}

}  // namespace

void pack_signs(std::span<const float> values, std::span<std::byte> bits) noexcept {
  std::array<std::uint8_t, pass_size> negative{};
  for_each_part(values.size(), pass_size, [&](std::size_t first, std::size_t count) {
    const float* part = values.data() + first;
    for (std::size_t i = 0; i < count; ++i) negative[i] = part[i] < 0.0F ? 1 : 0;
    std::fill(negative.begin() + std::ptrdiff_t(count), negative.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < count; i += 8) {
      // The product's highest byte gathers the lowest bits of all eight, the first in the lowest place: of all its
      // partial products no two meet in one bit, so nothing is carried.
      std::uint64_t eight = 0;
      std::memcpy(&eight, &negative[i], sizeof eight);
      bits[(first + i) / 8] = static_cast<std::byte>(eight * 0x0102040810204080U >> 56U);
    }
  });
}

void unpack_signs(std::span<const std::byte> bits, float positive, float negative, std::span<float> values) {
  const auto if_positive = std::bit_cast<std::uint32_t>(positive);
  const auto if_negative = std::bit_cast<std::uint32_t>(negative);
  for_each_part(values.size(), block, [&](std::size_t first, std::size_t count) {
    std::uint32_t word = 0;
    if (count == block) {
      std::memcpy(&word, &bits[first / 8], sizeof word);
      unpack_block(word, if_positive, if_negative, &values[first]);
      return;
    }
    std::memcpy(&word, &bits[first / 8], sign_bytes(count));
    if (word >> count != 0) throw std::runtime_error("a code of signs is filled up with ones");
    std::array<float, block> whole{};
    unpack_block(word, if_positive, if_negative, whole.data());
    std::copy_n(whole.begin(), count, values.begin() + std::ptrdiff_t(first));
  });
}

}  // namespace lowband
