// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lowband {

/// Integers from -1 to 1, five to a byte: the byte is t0 + 3 t1 + 9 t2 + 27 t3 + 81 t4, with t = 0 for 0, 1 for 1 and 2
/// for -1, t0 that of the first. The last byte is filled up with zeros. 1.6 bits each, of the log2(3) = 1.585 there
/// have to be.

[[nodiscard]] constexpr std::size_t packed_trits_size(std::size_t count) noexcept { return (count + 4) / 5; }

/// `packed` has packed_trits_size(integers.size()) bytes, or std::invalid_argument is thrown.
void pack_trits(std::span<const std::int32_t> integers, std::span<std::byte> packed);
/// Throws std::runtime_error for bytes that pack_trits() does not write: above 242, or not filled up with zeros.
void unpack_trits(std::span<const std::byte> packed, std::span<std::int32_t> integers);

}  // namespace lowband
