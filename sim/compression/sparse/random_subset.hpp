// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/compression/sparse/index_set.hpp"

namespace lowband {

/// `count` of the numbers 0, ..., size - 1, in ascending order, every such set equally likely: a function of the
/// arguments alone, on every machine.
///
/// Floyd's algorithm (Bentley and Floyd, "Programming pearls: a sample of brilliance", CACM 1987) on a set of bits,
/// with one Stream::below() for each number chosen or, if these are more than half, left out: number by number of
/// Stream(seed, Purpose::quantization, 0, 0), bounds size - chosen + 1, ..., size. Next to a dense vector the bits are
/// little, size / 8 bytes, and reading them in order sorts.
void for_each_random_index(std::uint64_t seed, std::size_t count, std::size_t size, IndexVisitor visit);

}  // namespace lowband
