// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace lowband {

/// One bit for each coordinate's sign: bit i mod 8 (0 the least significant) of byte i / 8 is 1 where v_i < 0, so 0 for
/// both zeros. The last byte is filled up with zeros.

/// Bytes of the signs of `count` coordinates.
[[nodiscard]] constexpr std::size_t sign_bytes(std::size_t count) noexcept { return (count + 7) / 8; }

/// `bits` has sign_bytes(values.size()) bytes and is overwritten.
void pack_signs(std::span<const float> values, std::span<std::byte> bits) noexcept;

/// values[i] is `negative` where the bit is 1, else `positive`. Throws std::runtime_error if the sender cannot have
/// packed these bytes: the last one is filled up with ones.
void unpack_signs(std::span<const std::byte> bits, float positive, float negative, std::span<float> values);

}  // namespace lowband
