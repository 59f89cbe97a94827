// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/trits.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "sim/base/random.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

using Integers = std::vector<std::int32_t>;

TEST_CASE("trits: bytes by hand", "[trits]") {
  // 1 + 3 * 2 + 9 * 0 + 27 * 0 + 81 * 1 = 88; five times -1 is 2 (1 + 3 + 9 + 27 + 81) = 242; 0 + 3 * 1 = 3.
  Code packed(3);
  pack_trits(Integers{1, -1, 0, 0, 1, -1, -1, -1, -1, -1, 0, 1}, packed);
  CHECK(packed == bytes({88, 242, 3}));
  Integers integers(12, 7);
  unpack_trits(packed, integers);
  CHECK(integers == Integers{1, -1, 0, 0, 1, -1, -1, -1, -1, -1, 0, 1});
}

TEST_CASE("trits: any come back", "[trits]") {
  Stream random(4, Purpose::data, 0, 0);
  for (std::size_t size = 0; size < 40; ++size) {
    Integers integers(size);
    for (auto& integer : integers) integer = static_cast<std::int32_t>(random.below(3)) - 1;
    Code packed((size + 4) / 5);
    CHECK(packed_trits_size(size) == packed.size());
    pack_trits(integers, packed);
    Integers unpacked(size, 7);
    unpack_trits(packed, unpacked);
    CHECK(unpacked == integers);
  }
}

TEST_CASE("trits: bytes that nobody can have sent are refused", "[trits]") {
  for (int byte = 0; byte < 256; ++byte) {
    // All 243 values of five trits; of two trits those below 9.
    Integers integers(5);
    Integers two(2);
    if (byte < 243) {
      CHECK_NOTHROW(unpack_trits(bytes({byte}), integers));
    } else {
      CHECK_THROWS_AS(unpack_trits(bytes({byte}), integers), std::runtime_error);
    }
    if (byte < 9) {
      CHECK_NOTHROW(unpack_trits(bytes({byte}), two));
    } else {
      CHECK_THROWS_AS(unpack_trits(bytes({byte}), two), std::runtime_error);
    }
  }
  Integers integers(6);
  CHECK_THROWS_AS(unpack_trits(bytes({0}), integers), std::invalid_argument);
  Code packed(1);
  CHECK_THROWS_AS(pack_trits(integers, packed), std::invalid_argument);
}
