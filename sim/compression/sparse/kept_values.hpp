// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lowband {

/// Values of some coordinates on the wire: float32 each, little-endian, one after the other.

/// Writes factor * vector[index] for each index, the product rounded once. Throws Diverged if one is not finite.
void gather(std::span<const float> vector, std::span<const std::uint32_t> indices, double factor,
            std::span<std::byte> values);

/// vector[index] = value for each index. Throws std::runtime_error if a value is not finite.
void scatter(std::span<const std::byte> values, std::span<const std::uint32_t> indices, std::span<float> vector);

}  // namespace lowband
