// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/bit_stream.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "sim/base/random.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("bit stream: the bits of bytes by hand", "[bit_stream]") {
  // 101, 0, 00000001, 11: byte 0 = 1010 0000, byte 1 = 0001 11 and two zeros.
  Code code = bytes({0x55});  // what is there stays
  BitWriter writer(code);
  writer.put(0b101, 3);
  writer.put(0, 1);
  writer.put(1, 8);
  writer.put(0b11, 2);
  writer.finish();
  CHECK(code == bytes({0x55, 0xA0, 0x1C}));

  BitReader reader{std::span(code).subspan(1)};
  CHECK(reader.bits_left() == 16);
  CHECK(reader.take(3) == 0b101);
  CHECK(reader.peek() == std::uint64_t{0x00E} << 52U);  // 0 0000 0001 1100, and zeros behind the end
  reader.skip(1);
  CHECK(reader.take(8) == 1);
  CHECK_THROWS_AS(reader.skip(5), std::runtime_error);
  CHECK(reader.take(2) == 0b11);
  CHECK_NOTHROW(reader.finish());
  CHECK(reader.take(2) == 0);
  CHECK_NOTHROW(reader.finish());
  CHECK_THROWS_AS(reader.take(1), std::runtime_error);
}

TEST_CASE("bit stream: an empty one has no bytes", "[bit_stream]") {
  Code code;
  BitWriter(code).finish();
  CHECK(code.empty());
  BitReader reader(code);
  CHECK(reader.bits_left() == 0);
  CHECK(reader.peek() == 0);
  CHECK_NOTHROW(reader.finish());
  CHECK_THROWS_AS(reader.take(1), std::runtime_error);
}

TEST_CASE("bit stream: numbers of random lengths come back", "[bit_stream]") {
  Stream random(1, Purpose::data, 0, 0);
  for (int repeat = 0; repeat < 20; ++repeat) {
    std::vector<std::pair<std::uint64_t, unsigned>> numbers;
    std::size_t bits = 0;
    Code code;
    BitWriter writer(code);
    for (int i = 0; i < 1000; ++i) {
      const unsigned count = 1 + random.below(64);
      const std::uint64_t number = (std::uint64_t{random()} << 32U | random()) >> (64 - count);
      numbers.emplace_back(number, count);
      writer.put(number, count);
      bits += count;
    }
    writer.finish();
    REQUIRE(code.size() == (bits + 7) / 8);
    BitReader reader(code);
    for (const auto& [number, count] : numbers) {
      if (count > 57) {  // in two parts
        REQUIRE(reader.take(32) == number >> (count - 32));
        REQUIRE(reader.take(count - 32) == (number & (~std::uint64_t{0} >> (96 - count))));
      } else {
        REQUIRE(reader.take(count) == number);
      }
    }
    REQUIRE_NOTHROW(reader.finish());
  }
}

TEST_CASE("bit stream: what is left must be zeros of the last byte", "[bit_stream]") {
  const Code code = bytes({0xFF, 0x80});
  BitReader reader(code);
  CHECK_THROWS_AS(reader.finish(), std::runtime_error);  // 16 bits
  reader.skip(8);
  CHECK_THROWS_AS(reader.finish(), std::runtime_error);  // a whole byte
  BitReader late(code);
  late.skip(9);
  CHECK_NOTHROW(late.finish());
  BitReader one{std::span(code).first(1)};
  one.skip(7);
  CHECK_THROWS_AS(one.finish(), std::runtime_error);  // a 1
}
