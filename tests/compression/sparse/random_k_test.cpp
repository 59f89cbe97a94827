// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/random_k.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "sim/compression/sparse/random_subset.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

double squares(const std::vector<float>& vector) {
  double sum = 0.0;
  for (const float value : vector) sum += static_cast<double>(value) * static_cast<double>(value);
  return sum;
}

}  // namespace

TEST_CASE("random-k: parameters and classes", "[random_k]") {
  CHECK(codec("random-k")->facts().error_class == ErrorClass::unbiased);
  CHECK(codec(R"({"name": "random-k", "unbiased": false})")->facts().error_class == ErrorClass::biased);
  CHECK_THROWS_AS(codec(R"({"name": "random-k", "k": 3, "ratio": 0.5})"), UsageError);
  CHECK_THROWS_AS(codec(R"({"name": "random-k", "k": 0})"), UsageError);
}

TEST_CASE("random-k: lengths", "[random_k]") {
  const auto percent = codec("random-k");
  CHECK(percent->encoded_size(0) == 0);
  CHECK(percent->encoded_size(1) == 4);  // all: no seed
  CHECK(percent->encoded_size(2) == 12);
  CHECK(percent->encoded_size(1000) == 48);
  for (const std::size_t size : {0U, 1U, 2U, 509U, 1021U}) {
    CHECK(coded(*percent, gaussian(size)).size() == percent->encoded_size(size));
  }
}

TEST_CASE("random-k: the seed comes from the stream, the values follow in order", "[random_k]") {
  const std::vector<float> vector = {1, 2, 3, 4, 5, 6, 7, 8};
  const Code code = coded(*codec(R"({"name": "random-k", "k": 2})"), vector, 3);
  REQUIRE(code.size() == 16);
  Stream random = stream(3);
  std::uint64_t seed = 0;
  for (unsigned shift = 0; shift < 64; shift += 32) seed |= std::uint64_t{random()} << shift;
  for (std::size_t i = 0; i < 8; ++i) CHECK(std::to_integer<std::uint64_t>(code[i]) == (seed >> (8 * i) & 0xFFU));
  const auto decoded = coded_and_back(*codec(R"({"name": "random-k", "k": 2})"), vector, 3);
  std::vector<float> expected(8, 0.0F);
  for_each_random_index(seed, 2, 8, [&](std::size_t /*first*/, std::span<const std::uint32_t> indices) {
    for (const std::uint32_t i : indices) expected[i] = 4.0F * vector[i];  // d / k = 4
  });
  CHECK(decoded == expected);
  CHECK(decoded != coded_and_back(*codec(R"({"name": "random-k", "k": 2})"), vector, 4));
}

TEST_CASE("random-k: without scaling the kept values are as they were", "[random_k]") {
  const auto biased = codec(R"({"name": "random-k", "ratio": 0.3, "unbiased": false})");
  for (const auto& vector : awkward_vectors()) {
    const auto decoded = coded_and_back(*biased, vector);
    std::size_t dropped = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
      if (decoded[i] != vector[i]) {
        REQUIRE(decoded[i] == 0.0F);
        ++dropped;
      }
    }
    CHECK(static_cast<double>(dropped) <= std::round(0.7 * static_cast<double>(vector.size()) + 0.5));
  }
  CHECK(coded_and_back(*codec(R"({"name": "random-k", "ratio": 1})"), gaussian(509)) == gaussian(509));
}

TEST_CASE("random-k: scaled, it is unbiased with variance (d / k - 1) ||v||^2", "[random_k]") {
  const auto vector = uneven_vector();
  for (const int k : {1, 20, 150}) {
    const auto random_k = codec(Json{{"name", "random-k"}, {"k", k}}.dump());
    const double variance = (200.0 / k - 1.0) * squares(vector);
    CHECK(random_k->variance(vector).value() == Approx(variance).epsilon(1e-12));
    CHECK_FALSE(random_k->contraction(vector).has_value());
    check_unbiased(*random_k, vector, variance, 2000);
  }
  CHECK(codec("random-k")->variance({}) == 0.0);
}

TEST_CASE("random-k: unscaled, it leaves 1 - k / d of ||v||^2", "[random_k]") {
  const auto biased = codec(R"({"name": "random-k", "k": 50, "unbiased": false})");
  const auto vector = uneven_vector();
  CHECK(biased->contraction(vector) == 0.25);
  CHECK_FALSE(biased->variance(vector).has_value());
  Sample error;
  for (std::uint32_t step = 0; step < 2000; ++step) {
    auto rest = coded_and_back(*biased, vector, step);
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= vector[i];
    error.add(squares(rest));
  }
  CHECK(std::abs(error.mean() - 0.75 * squares(vector)) <= 5.0 * error.standard_error());
}

TEST_CASE("random-k: awkward vectors", "[random_k]") {
  for (const auto& vector : awkward_vectors()) {
    // 30 % of them: times 4 at most.
    const bool huge = std::any_of(vector.begin(), vector.end(), [](float v) { return std::abs(v) > 8e37F; });
    if (huge) continue;
    for (const float value : coded_and_back(*codec(R"({"name": "random-k", "ratio": 0.3})"), vector)) {
      REQUIRE(std::isfinite(value));
    }
  }
}

TEST_CASE("random-k: what is not finite, or not once scaled, has diverged", "[random_k]") {
  auto vector = gaussian(200);
  vector[17] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_AS(coded(*codec("random-k"), vector), Diverged);
  const std::vector<float> huge(10, 3e38F);
  CHECK_THROWS_AS(coded(*codec(R"({"name": "random-k", "k": 5})"), huge), Diverged);
  CHECK_NOTHROW(coded(*codec(R"({"name": "random-k", "k": 5, "unbiased": false})"), huge));
  CHECK_NOTHROW(coded(*codec(R"({"name": "random-k", "k": 10})"), huge));
}

TEST_CASE("random-k: codes of the wrong size, or with values that are not finite, are refused", "[random_k]") {
  const auto random_k = codec(R"({"name": "random-k", "k": 2})");
  const Code code = coded(*random_k, gaussian(6));
  std::vector<float> decoded(6);
  check_other_sizes_refused(*random_k, code, decoded.size());
  Code infinite = code;
  infinite[14] = std::byte{0x80};
  infinite[15] = std::byte{0x7F};
  CHECK_THROWS_AS(random_k->decode(infinite, decoded), std::runtime_error);
}
