// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "sim/compression/coding/bit_stream.hpp"

namespace lowband {

/// Signed integers in Elias omega codes, w(k), with the sign as a bit of its own (1: negative), of a magnitude below
/// 2^31 - 1. The receiver knows how many integers there are.

/// For integers that mostly are zeros: for every other one, w(gap to the one before it), its sign and w(its magnitude).
/// The first gap counts from the place in front of the first integer. If zeros follow the last of them, there is one
/// more gap, which leads to the place behind the last integer.
void put_sparse(BitWriter& writer, std::span<const std::int32_t> integers);
/// For any: w(magnitude + 1), then the sign unless it is a zero.
void put_dense(BitWriter& writer, std::span<const std::int32_t> integers);

/// Throw std::runtime_error for bits that are not integers in [-bound, bound], exactly as many as there is room for.
void read_sparse(BitReader& reader, std::int32_t bound, std::span<std::int32_t> integers);
void read_dense(BitReader& reader, std::int32_t bound, std::span<std::int32_t> integers);

}  // namespace lowband
