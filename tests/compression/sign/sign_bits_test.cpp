// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sign/sign_bits.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("sign bits: the first coordinate is the lowest bit of the first byte", "[sign-bits]") {
  const std::vector<float> values = {-1, 1, 1, -2, 0, -0.0F, 3, -std::numeric_limits<float>::denorm_min(), 5, -5};
  Code bits(2, std::byte{0xFF});
  pack_signs(values, bits);
  CHECK(bits == bytes({0b10001001, 0b00000010}));
  std::vector<float> decoded(values.size());
  unpack_signs(bits, 3.0F, -0.5F, decoded);
  CHECK(decoded == std::vector<float>{-0.5F, 3, 3, -0.5F, 3, 3, 3, -0.5F, 3, -0.5F});
}

TEST_CASE("sign bits: any number of coordinates", "[sign-bits]") {
  for (const std::size_t size : {0U, 1U, 7U, 8U, 31U, 32U, 33U, 511U, 512U, 513U, 1021U, 1536U, 2000U}) {
    const auto values = gaussian(size);
    Code bits(sign_bytes(size));
    pack_signs(values, bits);
    for (std::size_t i = 0; i < size; ++i) {
      REQUIRE((std::to_integer<unsigned>(bits[i / 8]) >> (i % 8) & 1U) == (values[i] < 0.0F ? 1U : 0U));
    }
    std::vector<float> decoded(size);
    unpack_signs(bits, 1.0F, -1.0F, decoded);
    for (std::size_t i = 0; i < size; ++i) REQUIRE(decoded[i] == std::copysign(1.0F, values[i]));
  }
}

TEST_CASE("sign bits: ones after the last coordinate are refused", "[sign-bits]") {
  for (std::size_t size = 1; size < 70; ++size) {
    std::vector<float> decoded(size);
    for (std::size_t bit = size; bit < 8 * sign_bytes(size); ++bit) {
      Code bits(sign_bytes(size));
      CHECK_NOTHROW(unpack_signs(bits, 1.0F, -1.0F, decoded));
      bits.back() = static_cast<std::byte>(1U << bit % 8);
      REQUIRE_THROWS_AS(unpack_signs(bits, 1.0F, -1.0F, decoded), std::runtime_error);
    }
  }
}
