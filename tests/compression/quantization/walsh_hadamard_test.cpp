// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/walsh_hadamard.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("the Walsh-Hadamard transform of small vectors by hand", "[walsh_hadamard]") {
  std::vector<float> none;
  walsh_hadamard(none);
  std::vector<float> one = {3};
  walsh_hadamard(one);
  CHECK(one == std::vector<float>{3});
  std::vector<float> two = {3, 5};
  walsh_hadamard(two);
  CHECK(two == std::vector<float>{8, -2});
  std::vector<float> four = {1, 2, 3, 10};  // rows ++++, +-+-, ++--, +--+
  walsh_hadamard(four);
  CHECK(four == std::vector<float>{16, -8, -10, 6});
}

TEST_CASE("the Walsh-Hadamard transform follows its definition", "[walsh_hadamard]") {
  Stream random(1, Purpose::data, 0, 0);
  for (const std::size_t size : {1U, 2U, 4U, 8U, 16U, 32U, 64U, 128U, 256U, 1024U}) {
    std::vector<float> values(size);  // small integers, so that all sums are exact
    for (float& value : values) value = static_cast<float>(static_cast<int>(random.below(201)) - 100);
    auto transformed = values;
    walsh_hadamard(transformed);
    for (std::size_t i = 0; i < size; ++i) {
      float sum = 0.0F;
      for (std::size_t j = 0; j < size; ++j) sum += std::popcount(i & j) % 2 == 0 ? values[j] : -values[j];
      REQUIRE(transformed[i] == sum);
    }
  }
}

TEST_CASE("the Walsh-Hadamard transform of one spike is a row of the matrix, of any length", "[walsh_hadamard]") {
  // Lengths beyond what is transformed at once, halved and quartered.
  for (const std::size_t size : {4096U, 8192U, 16384U, 32768U, 131072U}) {
    for (const std::size_t spike : {std::size_t{0}, std::size_t{1}, size / 2 + 3, size - 1}) {
      std::vector<float> values(size);
      values[spike] = 1.0F;
      walsh_hadamard(values);
      bool same = true;
      for (std::size_t i = 0; i < size; ++i) same &= values[i] == (std::popcount(i & spike) % 2 == 0 ? 1.0F : -1.0F);
      CHECK(same);
    }
  }
}

TEST_CASE("twice the Walsh-Hadamard transform is n times the vector; the norm grows by sqrt(n)", "[walsh_hadamard]") {
  for (const std::size_t size : {64U, 512U, 16384U}) {
    const auto vector = gaussian(size);
    auto values = vector;
    double before = 0.0;
    double after = 0.0;
    walsh_hadamard(values);
    for (std::size_t i = 0; i < size; ++i) {
      before += std::pow(static_cast<double>(vector[i]), 2);
      after += std::pow(static_cast<double>(values[i]), 2);
    }
    CHECK(after == Approx(static_cast<double>(size) * before).epsilon(1e-5));
    walsh_hadamard(values);
    // Each of 2 log2 n additions rounds to 2^-24 of values of the order of sqrt(n), together below 1e-5 n.
    bool close = true;
    for (std::size_t i = 0; i < size; ++i) {
      close &= std::abs(values[i] / static_cast<float>(size) - vector[i]) < 1e-5F;
    }
    CHECK(close);
  }
}

TEST_CASE("the Walsh-Hadamard transform takes powers of two only", "[walsh_hadamard]") {
  for (const std::size_t size : {3U, 5U, 12U, 1000U}) {
    std::vector<float> values(size);
    CHECK_THROWS_AS(walsh_hadamard(values), std::invalid_argument);
  }
}
