// SPDX-License-Identifier: Apache-2.0
#include "sim/base/random.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <random>
#include <set>
#include <vector>

using namespace lowband;

namespace {

using Counter = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

/// Philox4x32-10 as the paper defines it (Salmon et al. 2011, section 4.3): written here a second time, as reference.
Counter philox(Counter x, Key key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53} * x[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57} * x[2];
    x = {static_cast<std::uint32_t>(p1 >> 32U) ^ x[1] ^ key[0], static_cast<std::uint32_t>(p1),
         static_cast<std::uint32_t>(p0 >> 32U) ^ x[3] ^ key[1], static_cast<std::uint32_t>(p0)};
    key = {key[0] + 0x9E3779B9U, key[1] + 0xBB67AE85U};
  }
  return x;
}

}  // namespace

static_assert(std::uniform_random_bit_generator<Stream>);

TEST_CASE("the reference Philox gives Random123's published vectors", "[random]") {
  // Random123, tests/kat_vectors: "philox4x32 10".
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({~0U, ~0U, ~0U, ~0U}, {~0U, ~0U}) == Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream is Philox over its coordinates", "[random]") {
  SECTION("the published vector of zeros") {
    Stream stream(0, Purpose{0}, 0, 0, 0);
    for (const std::uint32_t expected : {0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U}) {
      CHECK(stream() == expected);
    }
  }
  SECTION("any coordinates: counter (block, step, worker, purpose and lane), key the seed") {
    const auto purpose = static_cast<std::uint32_t>(Purpose::quantization);
    Stream stream(0x299f31d0a4093822, Purpose::quantization, 0x13198a2e, 0x85a308d3, 0x707344);
    for (std::uint32_t block = 0; block < 5; ++block) {
      const auto expected =
          philox({block, 0x85a308d3, 0x13198a2e, purpose << 24U | 0x707344U}, {0xa4093822, 0x299f31d0});
      for (const std::uint32_t number : expected) CHECK(stream() == number);
    }
  }
}

TEST_CASE("streams differ by seed, purpose, worker, step and lane", "[random]") {
  std::set<std::uint64_t> firsts;
  const auto add = [&](Stream stream) {
    const std::uint64_t high = stream();
    firsts.insert(high << 32U | stream());
  };
  add(Stream(1, Purpose::batches, 2, 3, 4));
  add(Stream(2, Purpose::batches, 2, 3, 4));
  add(Stream(1 + (1ULL << 32U), Purpose::batches, 2, 3, 4));
  add(Stream(1, Purpose::quantization, 2, 3, 4));
  add(Stream(1, Purpose::batches, 3, 3, 4));
  add(Stream(1, Purpose::batches, 2, 4, 4));
  add(Stream(1, Purpose::batches, 2, 3, 5));
  add(Stream(1, Purpose::batches, 3, 2, 4));
  CHECK(firsts.size() == 8);
}

TEST_CASE("many uniform numbers at once are those drawn one by one", "[random]") {
  const std::vector<std::size_t> sizes = {0, 1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 1000};
  for (const std::size_t drawn_before : {0U, 1U, 2U, 3U, 4U, 5U}) {
    for (const std::size_t size : sizes) {
      Stream one(7, Purpose::data, 1, 2);
      Stream many = one;
      for (std::size_t i = 0; i < drawn_before; ++i) CHECK(one() == many());
      std::vector<float> expected(size);
      for (float& value : expected) value = one.uniform();
      std::vector<float> values(size);
      many.uniform(values);
      CHECK(values == expected);
      CHECK(one() == many());  // and the stream goes on from there
    }
  }
}

TEST_CASE("uniform numbers are multiples of 2^-24 from 0 to below 1 with mean 1/2 and variance 1/12", "[random]") {
  constexpr int count = 100'000;
  Stream stream(3, Purpose::data, 0, 0);
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < count; ++i) {
    const float u = stream.uniform();
    REQUIRE(u >= 0.0F);
    REQUIRE(u < 1.0F);
    REQUIRE(std::ldexp(u, 24) == std::floor(std::ldexp(u, 24)));
    const double centred = static_cast<double>(u) - 0.5;
    sum += centred;
    squares += centred * centred;
  }
  // Standard errors: sqrt(1/12 / n), and sqrt((1/80 - 1/144) / n) for the second moment.
  CHECK(std::abs(sum / count) < 5.0 * std::sqrt(1.0 / 12.0 / count));
  CHECK(std::abs(squares / count - 1.0 / 12.0) < 5.0 * std::sqrt((1.0 / 80.0 - 1.0 / 144.0) / count));
}

TEST_CASE("below(n) is uniform on 0 ... n - 1", "[random]") {
  SECTION("every value is as frequent as the others") {
    for (const std::uint32_t n : {1U, 2U, 3U, 7U, 64U, 100U}) {
      constexpr int count = 100'000;
      Stream stream(5, Purpose::batches, n, 0);
      std::vector<int> counts(n);
      for (int i = 0; i < count; ++i) ++counts.at(stream.below(n));
      const double p = 1.0 / n;
      const double standard_error = std::sqrt(count * p * (1.0 - p));  // binomial
      for (const int times : counts) CHECK(std::abs(times - count * p) <= 5.0 * standard_error);
    }
  }
  SECTION("also where n is not small against 2^32, and a multiplication alone would favour every second value") {
    constexpr std::uint32_t n = 3U << 30U;  // three quarters of 2^32
    constexpr int count = 100'000;
    Stream stream(5, Purpose::batches, 0, 1);
    int multiples_of_three = 0;  // without rejection every third value comes twice as often
    for (int i = 0; i < count; ++i) {
      const std::uint32_t value = stream.below(n);
      REQUIRE(value < n);
      multiples_of_three += value % 3 == 0 ? 1 : 0;
    }
    CHECK(std::abs(multiples_of_three - count / 3.0) < 5.0 * std::sqrt(count * (1.0 / 3.0) * (2.0 / 3.0)));
  }
}

TEST_CASE("normal numbers have the first four moments of the standard normal", "[random]") {
  constexpr int count = 200'000;
  Stream stream(11, Purpose::initial_model, 0, 0);
  std::array<double, 4> moments{};
  for (int i = 0; i < count; ++i) {
    const auto x = static_cast<double>(stream.normal());
    double power = 1.0;
    for (double& moment : moments) moment += (power *= x);
  }
  // E x^k = 0, 1, 0, 3; the variance of x^k is E x^2k - (E x^k)^2 with E x^2, x^4, x^6, x^8 = 1, 3, 15, 105.
  const std::array<double, 4> expected = {0.0, 1.0, 0.0, 3.0};
  const std::array<double, 4> variance = {1.0, 2.0, 15.0, 96.0};
  for (std::size_t k = 0; k < moments.size(); ++k) {
    INFO("moment " << k + 1);
    CHECK(std::abs(moments[k] / count - expected[k]) < 5.0 * std::sqrt(variance[k] / count));
  }
}

TEST_CASE("a stream can skip numbers", "[random]") {
  for (const std::uint64_t before : {0U, 1U, 3U, 4U, 7U}) {
    for (const std::uint64_t skipped : {0U, 1U, 2U, 3U, 4U, 5U, 64U, 1001U}) {
      Stream all(1, Purpose::data, 2, 3);
      Stream some(1, Purpose::data, 2, 3);
      for (std::uint64_t i = 0; i < before + skipped; ++i) all();
      for (std::uint64_t i = 0; i < before; ++i) some();
      some.discard(skipped);
      for (int i = 0; i < 6; ++i) REQUIRE(some() == all());
    }
  }
}
