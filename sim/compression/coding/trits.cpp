// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/trits.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace lowband {

namespace {

constexpr std::size_t per_byte = 5;
constexpr std::uint32_t byte_values = 243;

/// The integers of each byte; of bytes above 242 none.
constexpr auto integers_of_byte = [] {
  std::array<std::array<std::int32_t, per_byte>, 256> table{};
  for (std::uint32_t byte = 0; byte < byte_values; ++byte) {
    std::uint32_t rest = byte;
    for (auto& integer : table[byte]) {
      integer = rest % 3 == 2 ? -1 : static_cast<std::int32_t>(rest % 3);
      rest /= 3;
    }
  }
  return table;
}();

std::byte byte_of(const std::int32_t* integers) noexcept {
  std::uint32_t byte = 0;
  for (std::size_t i = per_byte; i-- > 0;) {
    // -1 has all bits set, of which the second one makes 2.
    const auto bits = static_cast<std::uint32_t>(integers[i]);
    byte = 3 * byte + (bits & 1U) + (bits >> 31U);
  }
  return static_cast<std::byte>(byte);
}

void check_sizes(std::size_t count, std::size_t bytes) {
  if (bytes != packed_trits_size(count)) {
    throw std::invalid_argument("trits: the number of bytes does not fit the number of integers");
  }
}

}  // namespace

void pack_trits(std::span<const std::int32_t> integers, std::span<std::byte> packed) {
  check_sizes(integers.size(), packed.size());
  const std::size_t whole = integers.size() / per_byte;
  for (std::size_t i = 0; i < whole; ++i) packed[i] = byte_of(&integers[i * per_byte]);
  if (const auto rest = integers.subspan(whole * per_byte); !rest.empty()) {
    std::array<std::int32_t, per_byte> padded{};
    std::copy(rest.begin(), rest.end(), padded.begin());
    packed[whole] = byte_of(padded.data());
  }
}

void unpack_trits(std::span<const std::byte> packed, std::span<std::int32_t> integers) {
  check_sizes(integers.size(), packed.size());
  std::uint32_t largest = 0;
  for (const std::byte byte : packed) largest = std::max(largest, std::to_integer<std::uint32_t>(byte));
  if (largest >= byte_values) throw std::runtime_error("a byte of trits is above 242");
  const std::size_t whole = integers.size() / per_byte;
  for (std::size_t i = 0; i < whole; ++i) {
    const auto& five = integers_of_byte[std::to_integer<std::size_t>(packed[i])];
    std::copy(five.begin(), five.end(), &integers[i * per_byte]);
  }
  if (const auto rest = integers.subspan(whole * per_byte); !rest.empty()) {
    const auto& five = integers_of_byte[std::to_integer<std::size_t>(packed[whole])];
    std::copy_n(five.begin(), rest.size(), rest.begin());
    const bool filled_up = std::all_of(five.begin() + static_cast<std::ptrdiff_t>(rest.size()), five.end(),
                                       [](std::int32_t integer) { return integer == 0; });
    if (!filled_up) throw std::runtime_error("the last byte of trits is not filled up with zeros");
  }
}

}  // namespace lowband
