// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/frequencies.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

std::vector<std::uint32_t> parts(const Frequencies& frequencies) {
  return {frequencies.parts().begin(), frequencies.parts().end()};
}

}  // namespace

TEST_CASE("frequencies by hand", "[frequencies]") {
  Frequencies frequencies;
  // Two symbols occur: 5 + 2 bits, at least 12. One part for each, the other 4094 as 1 : 3, 1023 and 3070, and the part
  // that is left to the second.
  frequencies.count(std::vector<std::uint32_t>{0, 1, 0, 3, 0});
  CHECK(frequencies.precision() == 12);
  CHECK(parts(frequencies) == std::vector<std::uint32_t>{0, 1024, 0, 3072, 0});
  frequencies.count(std::vector<std::uint32_t>{0, 7});
  CHECK(parts(frequencies) == std::vector<std::uint32_t>{0, 4096});

  // 1 + 1: 010. Distance 1 + 2: 011. Then 1025, 1 and 3073 with 10, 0 and 11 zeros in front.
  frequencies.count(std::vector<std::uint32_t>{0, 1, 0, 3, 0});
  Code code = bytes({0xAA});
  frequencies.write(code);
  CHECK(code == bytes({0xAA, 0b01001100, 0b00000000, 0b10000000, 0b00110000, 0b00000001, 0b10000000, 0b00100000}));
  Frequencies read;
  CHECK(read.read(std::span(code).subspan(1), 5) == 7);
  CHECK(parts(read) == parts(frequencies));
  CHECK(read.precision() == 12);
}

TEST_CASE("frequencies add up, keep every symbol and come back", "[frequencies]") {
  Stream random(1, Purpose::data, 0, 0);
  for (const std::size_t size : {1U, 2U, 100U, 127U, 128U, 1000U, 4001U, 32768U}) {
    for (const std::uint32_t most : {2U, 10U, 100000U}) {
      std::vector<std::uint32_t> counts(size);
      for (auto& count : counts) count = random.below(most) * random.below(2);
      counts[size / 2] = 123456789;
      Frequencies frequencies;
      frequencies.count(counts);
      const auto all = parts(frequencies);
      CHECK(std::accumulate(all.begin(), all.end(), 0U) == 1U << frequencies.precision());
      bool same_used = true;
      for (std::size_t i = 0; i < size; ++i) same_used &= (all[i] > 0) == (counts[i] > 0);
      CHECK(same_used);
      Code code;
      frequencies.write(code);
      const std::size_t length = code.size();
      code.push_back(std::byte{0x55});  // what follows does not matter
      Frequencies read;
      CHECK(read.read(code, size) == length);
      CHECK(parts(read) == all);
      for (std::size_t cut = 0; cut < std::min(length, std::size_t{50}); ++cut) {
        CHECK_THROWS_AS(read.read(std::span(code).first(cut), size), std::runtime_error);
      }
    }
  }
}

TEST_CASE("frequencies that nobody can have sent are refused", "[frequencies]") {
  Frequencies frequencies;
  const Code good = bytes({0b01001100, 0b00000000, 0b10000000, 0b00110000, 0b00000001, 0b10000000, 0b00100000});
  CHECK_NOTHROW(frequencies.read(good, 4));
  CHECK_THROWS_AS(frequencies.read(good, 3), std::runtime_error);  // symbols 1 to 3 of 3
  CHECK_THROWS_AS(frequencies.read(good, 1), std::runtime_error);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Code other = good;
    other[bit / 8] ^= std::byte{1} << (7 - bit % 8);
    CAPTURE(bit);
    CHECK_THROWS_AS(frequencies.read(other, 4), std::runtime_error);
  }
  CHECK_THROWS_AS(frequencies.count(std::vector<std::uint32_t>{0, 0}), std::invalid_argument);
  CHECK_THROWS_AS(frequencies.count(std::vector<std::uint32_t>(32769, 1)), std::invalid_argument);
}
