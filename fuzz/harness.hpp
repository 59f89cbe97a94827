// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// What the fuzz targets do with an input. Both end the program, as a finding, where a codec breaks its word.
namespace lowband::fuzz {

/// The most coordinates of a vector: enough for several buckets, blocks and passes, and quickly coded.
inline constexpr std::size_t most_coordinates = 4096;

/// The input is the vector's size, two bytes, little-endian, taken modulo most_coordinates + 1; then the code. Decoding
/// it must throw std::runtime_error or write a finite number to every coordinate.
void decode(std::string_view label, std::span<const std::uint8_t> input);

/// The input is the vector, as float32, little-endian. Encoding it must throw Diverged, as it must where a number is
/// not finite and the codec not lossless; or give a code of the stated size that decodes to finite numbers.
void round_trip(std::string_view label, std::span<const std::uint8_t> input);

}  // namespace lowband::fuzz
