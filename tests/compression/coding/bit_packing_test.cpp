// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/bit_packing.hpp"

#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "sim/base/random.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;

namespace {

/// The bit order as the header states it, bit by bit.
std::vector<std::byte> packed_bit_by_bit(const std::vector<std::uint32_t>& values, unsigned width) {
  std::vector<std::byte> packed((values.size() * width + 7) / 8);
  for (std::size_t k = 0; k < values.size(); ++k) {
    for (unsigned b = 0; b < width; ++b) {
      const std::size_t j = k * width + b;
      if ((values[k] >> b & 1U) != 0) packed[j / 8] |= std::byte{1} << (j % 8);
    }
  }
  return packed;
}

}  // namespace

TEST_CASE("the bit order by hand", "[bit_packing]") {
  // 3 bits each: 5 = 101, 2 = 010, 7 = 111 are, from the lowest bit, 1 0 1 | 0 1 0 | 1 1 1:
  // byte 0 = bits 0..7 = 1 0 1 0 1 0 1 1 = 0xD5, byte 1 = bit 8 = 1.
  std::vector<std::byte> packed(2);
  pack(std::vector<std::uint32_t>{5, 2, 7}, 3, packed);
  CHECK(packed == bytes({0xD5, 0x01}));
  // 4 bits: the first value is the low half of the byte. 32 bits: little-endian words.
  pack(std::vector<std::uint32_t>{0x4, 0x9, 0x0, 0x2}, 4, packed);
  CHECK(packed == bytes({0x94, 0x20}));
  packed.resize(4);
  pack(std::vector<std::uint32_t>{0x01020304}, 32, packed);
  CHECK(packed == bytes({4, 3, 2, 1}));
}

TEST_CASE("every width packs bit by bit as stated and comes back", "[bit_packing]") {
  for (unsigned width = 1; width <= 32; ++width) {
    for (const std::size_t count : {0U, 1U, 7U, 8U, 31U, 32U, 33U, 64U, 100U, 1009U}) {
      Stream random(width, Purpose::data, 0, static_cast<std::uint32_t>(count));
      std::vector<std::uint32_t> values(count);
      for (auto& value : values) value = random() >> (32 - width);
      if (count > 2) values[1] = ~0U >> (32 - width);  // the largest one
      std::vector<std::byte> packed(packed_size(count, width), std::byte{0xAA});
      pack(values, width, packed);
      REQUIRE(packed == packed_bit_by_bit(values, width));
      std::vector<std::uint32_t> unpacked(count);
      unpack(packed, width, unpacked);
      REQUIRE(unpacked == values);
    }
  }
}

TEST_CASE("calls that do not fit together are refused", "[bit_packing]") {
  std::vector<std::uint32_t> values = {1, 2, 8};
  std::vector<std::byte> packed(2);
  CHECK_THROWS_AS(pack(values, 3, packed), std::invalid_argument);  // 8 needs four bits
  CHECK_NOTHROW(pack(values, 4, packed));
  CHECK_THROWS_AS(pack(values, 0, {}), std::invalid_argument);
  CHECK_THROWS_AS(pack(values, 33, packed), std::invalid_argument);
  packed.resize(3);
  CHECK_THROWS_AS(pack(values, 4, packed), std::invalid_argument);
  CHECK_THROWS_AS(unpack(packed, 4, values), std::invalid_argument);
}

TEST_CASE("the width of a sum is ceil(log2(2 s h + 1))", "[bit_packing]") {
  CHECK(integer_width(1, 1) == 2);      // -1, 0, 1: 3 values
  CHECK(integer_width(1, 3) == 3);      // 7 values
  CHECK(integer_width(1, 4) == 4);      // 9 values
  CHECK(integer_width(7, 1) == 4);      // 15 values
  CHECK(integer_width(7, 8) == 7);      // 113 values
  CHECK(integer_width(7, 9) == 7);      // 127 values
  CHECK(integer_width(7, 10) == 8);     // 141 values
  CHECK(integer_width(127, 16) == 12);  // 4065 values
  CHECK(integer_width(32767, 65536) == 32);
  CHECK_THROWS_AS(integer_width(32767, 65539), std::invalid_argument);  // 2 s h + 1 is above 2^32
  CHECK_THROWS_AS(integer_width(0, 1), std::invalid_argument);
  CHECK_THROWS_AS(integer_width(1, 0), std::invalid_argument);
}

TEST_CASE("signed integers travel as offsets from their bound", "[bit_packing]") {
  SECTION("by hand: -3, 0, 3 with bound 3 are 0, 3, 6 in three bits: 000 | 110 | 011 from the lowest bit") {
    std::vector<std::byte> packed(2);
    pack_signed(std::vector<std::int32_t>{-3, 0, 3}, 3, packed);
    CHECK(packed == bytes({0b10011000, 0b1}));
  }
  SECTION("all integers within the bound come back") {
    for (const std::int32_t bound : {1, 7, 56, 127, 2032, 32767, 1 << 20, 2147483647}) {
      const unsigned width = integer_width(bound, 1);
      Stream random(9, Purpose::data, 0, static_cast<std::uint32_t>(bound));
      std::vector<std::int32_t> integers = {-bound, bound, 0, -1, 1};
      while (integers.size() < 1500) {
        const std::int64_t offset = random.below(2 * static_cast<std::uint32_t>(bound) + 1);
        integers.push_back(static_cast<std::int32_t>(offset - bound));
      }
      std::vector<std::byte> packed(packed_size(integers.size(), width));
      pack_signed(integers, bound, packed);
      std::vector<std::int32_t> unpacked(integers.size());
      unpack_signed(packed, bound, unpacked);
      CHECK(unpacked == integers);
    }
  }
  SECTION("out of bounds") {
    std::vector<std::byte> packed(1);
    CHECK_THROWS_AS(pack_signed(std::vector<std::int32_t>{4}, 3, packed), std::invalid_argument);
    CHECK_THROWS_AS(pack_signed(std::vector<std::int32_t>{-4}, 3, packed), std::invalid_argument);
    std::vector<std::int32_t> integers(1);
    CHECK_THROWS_AS(unpack_signed(bytes({7}), 3, integers), std::runtime_error);  // 7 would be 4
    CHECK_THROWS_AS(unpack_signed(bytes({7, 0}), 3, integers), std::invalid_argument);
  }
}
