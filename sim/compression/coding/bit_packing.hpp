// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lowband {

/// Arrays of `width`-bit unsigned integers, 1 <= width <= 32, without gaps between them. Value k takes the bits
/// k * width, k * width + 1, ..., where bit j is bit j mod 8 (0 the least significant) of byte j / 8. The last byte is
/// filled up with zeros.
///
/// Calls that do not fit together (sizes, widths, values that need more bits) throw std::invalid_argument.

/// Bytes that `count` integers take: ceil(count * width / 8).
[[nodiscard]] constexpr std::size_t packed_size(std::size_t count, unsigned width) noexcept {
  return (count * width + 7) / 8;
}

/// `packed` has packed_size(values.size(), width) bytes and is overwritten.
void pack(std::span<const std::uint32_t> values, unsigned width, std::span<std::byte> packed);
void unpack(std::span<const std::byte> packed, unsigned width, std::span<std::uint32_t> values);

/// Bits of an integer in [-levels * contributions, levels * contributions], the sum of so many quantized coordinates:
/// ceil(log2(2 * levels * contributions + 1)). At hop h of a ring reduce-scatter there are h contributions.
/// Throws std::invalid_argument above 32 bits; up to there a sum fits in std::int32_t.
[[nodiscard]] unsigned integer_width(std::int32_t levels, std::int32_t contributions);

/// Integers in [-bound, bound] in offset binary: each is sent as integer + bound, in integer_width(bound, 1) bits.
void pack_signed(std::span<const std::int32_t> integers, std::int32_t bound, std::span<std::byte> packed);
/// Throws std::runtime_error if the sender cannot have packed these bytes: an integer is above `bound`.
void unpack_signed(std::span<const std::byte> packed, std::int32_t bound, std::span<std::int32_t> integers);

}  // namespace lowband
