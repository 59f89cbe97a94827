// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/precision/none.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <limits>
#include <stdexcept>

using namespace lowband;

namespace {
Stream unused(0, Purpose::quantization, 0, 0);
}

TEST_CASE("full precision is little-endian float32", "[none]") {
  Code code(100, std::byte{1});  // what was in it is gone
  NoCompression().encode(std::vector<float>{1.0F, -2.0F}, unused, code);
  // IEEE 754: 1 = 0x3F800000, -2 = 0xC0000000.
  const Code expected = {std::byte{0x00}, std::byte{0x00}, std::byte{0x80}, std::byte{0x3F},
                         std::byte{0x00}, std::byte{0x00}, std::byte{0x00}, std::byte{0xC0}};
  CHECK(code == expected);
}

TEST_CASE("full precision carries every value bit for bit", "[none]") {
  using Limits = std::numeric_limits<float>;
  const std::vector<float> vector = {0.0F,
                                     -0.0F,
                                     0.1F,
                                     Limits::denorm_min(),
                                     Limits::max(),
                                     -Limits::max(),
                                     Limits::infinity(),
                                     -Limits::infinity(),
                                     std::bit_cast<float>(0x7FC12345U)};
  const NoCompression codec;
  Code code;
  codec.encode(vector, unused, code);
  std::vector<float> decoded(vector.size());
  codec.decode(code, decoded);
  for (std::size_t i = 0; i < vector.size(); ++i) {
    CHECK(std::bit_cast<std::uint32_t>(decoded[i]) == std::bit_cast<std::uint32_t>(vector[i]));
  }
  CHECK(codec.facts().error_class == ErrorClass::lossless);
  CHECK(codec.variance(vector) == 0.0);
  CHECK(codec.shared_scale() == nullptr);
}

TEST_CASE("a full-precision code has exactly four bytes a coordinate", "[none]") {
  const NoCompression codec;
  Code code;
  for (const std::size_t size : {0U, 1U, 509U}) {
    std::vector<float> vector(size, 1.5F);
    codec.encode(vector, unused, code);
    CHECK(code.size() == 4 * size);
    CHECK_NOTHROW(codec.decode(code, vector));
    code.push_back({});
    CHECK_THROWS_AS(codec.decode(code, vector), std::runtime_error);
    code.resize(4 * size);
    vector.push_back(0.0F);
    CHECK_THROWS_AS(codec.decode(code, vector), std::runtime_error);
  }
}
