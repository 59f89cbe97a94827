// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/index_set.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

using Indices = std::vector<std::uint32_t>;

Code written(const Indices& indices, std::size_t size) {
  Code code(index_set_size(indices.size(), size));
  write_indices(indices, size, code);
  return code;
}

Indices indices_of(const Code& code, std::size_t count, std::size_t size) {
  Indices result;
  read_indices(code, count, size, [&](std::size_t first, std::span<const std::uint32_t> part) {
    CHECK(first == result.size());
    result.insert(result.end(), part.begin(), part.end());
  });
  return result;
}

}  // namespace

TEST_CASE("index set: sizes", "[index_set]") {
  CHECK(index_set_size(0, 0) == 0);
  CHECK(index_set_size(0, 100) == 0);
  CHECK(index_set_size(1, 1) == 0);                       // all of them
  CHECK(index_set_size(509, 509) == 0);                   // likewise
  CHECK(index_set_size(1, 2) == 1);                       // 1 bit
  CHECK(index_set_size(9, 16) == 5);                      // 4 bits: 36
  CHECK(index_set_size(9, 17) == 6);                      // 5 bits: 45
  CHECK(index_set_size(160'000, 16'000'000) == 480'000);  // 24 bits
  CHECK(index_set_size(2, 0xFFFFFFFFU) == 8);             // 32 bits
  CHECK_THROWS_AS(index_set_size(2, std::size_t{1} << 32U), std::invalid_argument);
}

TEST_CASE("index set: the bytes of a small one by hand", "[index_set]") {
  // 1, 2 and 5 of 6 in 3 bits: 001, 010, 101 from the lowest bit on are 0b01'010'001 and 0b1.
  CHECK(written({1, 2, 5}, 6) == bytes({0b01010001, 0b1}));
  CHECK(indices_of(bytes({0b01010001, 0b1}), 3, 6) == Indices{1, 2, 5});
  CHECK(written({0, 1, 2}, 3).empty());
  CHECK(indices_of({}, 3, 3) == Indices{0, 1, 2});
  CHECK(indices_of({}, 0, 3).empty());
}

TEST_CASE("index set: long sets come back", "[index_set]") {
  for (const std::size_t size : {2U, 509U, 1023U, 1025U, 5000U, 70000U}) {
    for (const std::size_t step : {1U, 3U, 40U}) {
      Indices indices;
      for (std::size_t i = 0; i < size; i += step) indices.push_back(static_cast<std::uint32_t>(i));
      CHECK(indices_of(written(indices, size), indices.size(), size) == indices);
    }
  }
}

TEST_CASE("index set: what does not ascend, or is too large, is refused", "[index_set]") {
  const Code twice = bytes({0b00001001});  // 1, 1 in 3 bits
  const Code descending = bytes({0b00001010});
  const Code beyond = bytes({0b00110001});  // 1, 6
  CHECK_THROWS_AS(indices_of(twice, 2, 6), std::runtime_error);
  CHECK_THROWS_AS(indices_of(descending, 2, 6), std::runtime_error);
  CHECK_THROWS_AS(indices_of(beyond, 2, 6), std::runtime_error);
  CHECK(indices_of(beyond, 2, 7) == Indices{1, 6});
  // Across the border of the parts in which they are read: 511 and 512 swapped.
  Indices indices;
  for (std::uint32_t i = 0; i < 600; ++i) indices.push_back(i);
  std::swap(indices[511], indices[512]);
  CHECK_THROWS_AS(indices_of(written(indices, 1000), indices.size(), 1000), std::runtime_error);
}
