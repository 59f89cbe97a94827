// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/precision/fp16.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("fp16: the bytes of a small code by hand", "[fp16]") {
  // sign | exponent + 15 | mantissa: 1 = 0 01111 0..., -2 = 1 10000 0..., 65504 = 0 11110 1..., the least denormal
  // 2^-24 = 0x0001, -0 = 0x8000, and 1/3 = 0 01101 0101010101|0101... = 0x3555.
  CHECK(coded(*codec("fp16"), {1.0F, -2.0F, 65504.0F, 0x1p-24F, -0.0F, 1.0F / 3.0F}) ==
        bytes({0x00, 0x3C, 0x00, 0xC0, 0xFF, 0x7B, 0x01, 0x00, 0x00, 0x80, 0x55, 0x35}));
}

TEST_CASE("fp16: the smallest numbers round to nearest, ties to even", "[fp16]") {
  // In units of 2^-24: 0.5 is a tie of 0 and 1, 1.5 one of 1 and 2, 2.5 one of 2 and 3. 1023.5 units tie between the
  // largest denormal, whose last bit is odd, and the smallest normal number, 1024.
  const float unit = 0x1p-24F;
  CHECK(coded_and_back(*codec("fp16"), {0.5F * unit, std::nextafter(0.5F * unit, 1.0F), 1.5F * unit, -2.5F * unit,
                                        1023.25F * unit, 1023.5F * unit}) ==
        std::vector<float>{0.0F, unit, 2 * unit, -2 * unit, 1023 * unit, 1024 * unit});
}

TEST_CASE("fp16: a vector that is lost below the smallest numbers is not contracted", "[fp16]") {
  CHECK_FALSE(codec("fp16")->contraction(std::vector<float>{1e-10F, -0x1p-25F}).has_value());
  // Half lost: 2^-24 stays, three coordinates of 2^-25 vanish: 1 - (3/4) / (1 + 3/4) = 4/7.
  CHECK(codec("fp16")->contraction(std::vector<float>{0x1p-24F, 0x1p-25F, -0x1p-25F, 0x1p-25F}).value() ==
        Approx(4.0 / 7.0).epsilon(1e-13));
}
