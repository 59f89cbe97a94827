// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/top_k.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

TEST_CASE("top-k: parameters", "[top_k]") {
  CHECK_NOTHROW(codec("top-k"));
  CHECK_THROWS_AS(codec(R"({"name": "top-k", "k": 3, "ratio": 0.5})"), UsageError);
  CHECK_THROWS_AS(codec(R"({"name": "top-k", "ratio": 2})"), UsageError);
  CHECK(codec("top-k")->facts().error_class == ErrorClass::biased);
  CHECK_FALSE(codec("top-k")->variance(gaussian(10)).has_value());
}

TEST_CASE("top-k: the bytes of a small code by hand", "[top_k]") {
  // Of 6 coordinates -3 and 2 are the largest: 0xC0400000, 0x40000000, then 1 and 4 in 3 bits: 001, 100.
  CHECK(coded(*codec(R"({"name": "top-k", "k": 2})"), {0.5F, -3, 1, -1, 2, 0}) ==
        bytes({0x00, 0x00, 0x40, 0xC0, 0x00, 0x00, 0x00, 0x40, 0b00100001}));
  // All of them: no indices.
  CHECK(coded(*codec(R"({"name": "top-k", "k": 2})"), {-3}) == bytes({0x00, 0x00, 0x40, 0xC0}));
  CHECK(coded(*codec("top-k"), {}).empty());
}

TEST_CASE("top-k: codes have the length of the formula", "[top_k]") {
  // By hand: 10 of 1000, 10 bits each: 40 + 13; 5 of 509 (5.09), 9 bits: 20 + 6; 1 of 2: 4 + 1; 1 of 1: 4.
  const auto percent = codec("top-k");
  CHECK(percent->encoded_size(1000) == 53);
  CHECK(percent->encoded_size(509) == 26);
  CHECK(percent->encoded_size(2) == 5);
  CHECK(percent->encoded_size(1) == 4);
  CHECK(percent->encoded_size(0) == 0);
  for (const char* json : {R"({"name": "top-k", "k": 20})", R"({"name": "top-k", "ratio": 0.3})"}) {
    for (const auto& vector : awkward_vectors()) {
      CHECK(coded(*codec(json), vector).size() == codec(json)->encoded_size(vector.size()));
    }
  }
}

TEST_CASE("top-k: the largest magnitudes survive, bit for bit", "[top_k]") {
  for (const auto& vector : awkward_vectors()) {
    for (const double ratio : {0.01, 0.1, 0.5, 1.0}) {
      const auto top_k = codec(Json{{"name", "top-k"}, {"ratio", ratio}}.dump());
      std::vector<std::size_t> order(vector.size());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
      std::stable_sort(order.begin(), order.end(),
                       [&](auto a, auto b) { return std::abs(vector[a]) > std::abs(vector[b]); });
      const double share = std::round(ratio * static_cast<double>(vector.size()));
      order.resize(std::min(vector.size(), std::max<std::size_t>(1, static_cast<std::size_t>(share))));
      std::vector<float> expected(vector.size(), 0.0F);
      for (const std::size_t i : order) expected[i] = vector[i];
      CHECK(coded_and_back(*top_k, vector) == expected);
    }
  }
}

TEST_CASE("top-k: the contraction is exact and at least k / d", "[top_k]") {
  const std::vector<float> vector = {3, -1, 2, 1, 0};  // 9 + 4 of 15
  CHECK(codec(R"({"name": "top-k", "k": 2})")->contraction(vector).value() == Approx(13.0 / 15.0).epsilon(1e-14));
  CHECK(codec("top-k")->contraction({}) == 1.0);
  CHECK(codec("top-k")->contraction(std::vector<float>(9, 0.0F)) == 1.0);
  const auto tenth = codec(R"({"name": "top-k", "ratio": 0.1})");
  for (const auto& other : awkward_vectors()) {
    const auto decoded = coded_and_back(*tenth, other);
    double error = 0.0;
    double whole = 0.0;
    for (std::size_t i = 0; i < other.size(); ++i) {
      error += std::pow(static_cast<double>(other[i]) - static_cast<double>(decoded[i]), 2);
      whole += std::pow(static_cast<double>(other[i]), 2);
    }
    const double delta = tenth->contraction(other).value();
    CHECK(error == Approx((1.0 - delta) * whole).epsilon(1e-12).margin(1e-12 * whole));
    if (!other.empty())
      CHECK(delta >= std::round(0.1 * static_cast<double>(other.size())) / static_cast<double>(other.size()));
  }
}

TEST_CASE("top-k: what is not finite has diverged", "[top_k]") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    auto vector = gaussian(200);
    vector[17] = bad;
    CHECK_THROWS_AS(coded(*codec("top-k"), vector), Diverged);
  }
}

TEST_CASE("top-k: a code depends on the values alone", "[top_k]") {
  const auto vector = gaussian(700);
  std::vector<float> shifted = vector;  // the same values from another alignment
  shifted.insert(shifted.begin(), 0.0F);
  Code code(3);
  Stream random = stream(5);
  codec("top-k")->encode(std::span(shifted).subspan(1), random, code);
  CHECK(code == coded(*codec("top-k"), vector));
}

TEST_CASE("top-k: codes that nobody can have sent are refused", "[top_k]") {
  const auto top_k = codec(R"({"name": "top-k", "k": 2})");
  std::vector<float> decoded(6);
  const Code code = bytes({0x00, 0x00, 0x40, 0xC0, 0x00, 0x00, 0x00, 0x40, 0b00100001});
  check_other_sizes_refused(*top_k, code, decoded.size());
  const auto with = [&](std::size_t place, int byte) {
    Code other = code;
    other[place] = static_cast<std::byte>(byte);
    return other;
  };
  CHECK_THROWS_AS(top_k->decode(with(8, 0b00001100), decoded), std::runtime_error);  // 4, 1
  CHECK_THROWS_AS(top_k->decode(with(8, 0b00001001), decoded), std::runtime_error);  // 1, 1
  CHECK_THROWS_AS(top_k->decode(with(8, 0b00110001), decoded), std::runtime_error);  // 1, 6
  Code infinite = with(6, 0x80);
  infinite[7] = std::byte{0x7F};
  CHECK_THROWS_AS(top_k->decode(infinite, decoded), std::runtime_error);
}
