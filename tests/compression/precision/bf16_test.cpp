// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/precision/bf16.hpp"

#include <catch2/catch.hpp>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("bf16: the bytes of a small code by hand", "[bf16]") {
  // The upper halves of float32: 1 = 0x3F80|0000, -2 = 0xC000|0000, 1/3 = 0x3EAA|AAAB rounds up, the least denormal
  // 2^-133 = 0x0001|0000, -0 = 0x8000, and 255 * 2^120 = 0x7F7F|0000 is the largest number.
  CHECK(coded(*codec("bf16"), {1.0F, -2.0F, 1.0F / 3.0F, 0x1p-133F, -0.0F, 255.0F * 0x1p120F}) ==
        bytes({0x80, 0x3F, 0x00, 0xC0, 0xAB, 0x3E, 0x01, 0x00, 0x00, 0x80, 0x7F, 0x7F}));
}

TEST_CASE("bf16: ties go to even, with a carry through the exponent", "[bf16]") {
  // Above 1 the unit is 2^-7. 1 + 2^-8 ties between 1 (even) and 1 + 2^-7; 1 + 3 * 2^-8 between 1 + 2^-7 and 1 + 2^-6
  // (even); 2 - 2^-8 between 2 - 2^-7 (odd) and 2.
  CHECK(coded_and_back(*codec("bf16"), {1.0F + 0x1p-8F, -1.0F - 3 * 0x1p-8F, 2.0F - 0x1p-8F}) ==
        std::vector<float>{1.0F, -1.0F - 0x1p-6F, 2.0F});
}
