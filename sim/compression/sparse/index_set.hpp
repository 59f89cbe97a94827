// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/base/function_ref.hpp"

namespace lowband {

/// What sparse codes say about which coordinates they hold: the ascending indices of `count` of `size` coordinates,
/// ceil(log2 size) bits each, packed as by pack() and filled up to a whole byte. All coordinates need no bytes at all,
/// nor do none.

/// Is called for consecutive parts of a set: those from place `first` on, pass_size of them or fewer.
using IndexVisitor = FunctionRef<void(std::size_t first, std::span<const std::uint32_t> indices)>;

/// Throws std::invalid_argument above 2^32 - 1 coordinates, whose number of 32 bits could not be sent.
void require_indexable(std::size_t size);

/// Bytes of `count` <= size indices.
[[nodiscard]] std::size_t index_set_size(std::size_t count, std::size_t size);

/// `packed` has index_set_size() bytes and is overwritten.
void write_indices(std::span<const std::uint32_t> ascending, std::size_t size, std::span<std::byte> packed);

/// The reverse, part by part. Throws std::runtime_error, before the visit of their part, for indices that do not ascend
/// or are not below `size`.
void read_indices(std::span<const std::byte> packed, std::size_t count, std::size_t size, IndexVisitor visit);

}  // namespace lowband
