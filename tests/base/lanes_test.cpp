// SPDX-License-Identifier: Apache-2.0
#include "sim/base/lanes.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace lowband;

namespace {

/// One generator, from its publication: https://prng.di.unimi.it/xoshiro128plusplus.c, in the public domain.
struct Xoshiro128 {
  std::array<std::uint32_t, 4> s;

  static std::uint32_t rotl(std::uint32_t x, int k) { return (x << k) | (x >> (32 - k)); }

  std::uint32_t operator()() {
    const std::uint32_t result = rotl(s[0] + s[3], 7) + s[0];
    const std::uint32_t t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11);
    return result;
  }
};

Stream seeds() { return {5, Purpose::quantization, 2, 9}; }

Lanes lanes() {
  Stream stream = seeds();
  return Lanes(stream);
}

}  // namespace

TEST_CASE("the reference generator gives the published numbers", "[lanes]") {
  // The first outputs of xoshiro128++ for the state 1, 2, 3, 4, as other implementations test them.
  Xoshiro128 reference{{1, 2, 3, 4}};
  for (const std::uint32_t expected : {641U, 1573767U, 3222811527U, 3517856514U, 836907274U, 4247214768U}) {
    CHECK(reference() == expected);
  }
}

TEST_CASE("lanes are sixteen generators side by side", "[lanes]") {
  Stream stream = seeds();
  std::array<Xoshiro128, Lanes::count> references{};
  for (std::size_t word = 0; word < 4; ++word) {
    for (auto& reference : references) reference.s[word] = stream();
  }
  std::vector<std::uint32_t> numbers(100 * Lanes::count);
  lanes().fill(numbers);
  for (std::size_t i = 0; i < numbers.size(); ++i) REQUIRE(numbers[i] == references[i % Lanes::count]());
}

TEST_CASE("lanes take their seed from the stream and nothing else", "[lanes]") {
  Stream stream = seeds();
  Stream reference = seeds();
  const Lanes unused(stream);
  reference.discard(Lanes::seed_numbers);
  CHECK(stream() == reference());
}

TEST_CASE("lanes: calls of multiples of sixteen can be cut anywhere, the rest of another is lost", "[lanes]") {
  std::vector<std::uint32_t> whole(80);
  lanes().fill(whole);
  Lanes cut = lanes();
  std::vector<std::uint32_t> first(32);
  std::vector<std::uint32_t> second(5);
  std::vector<std::uint32_t> third(16);
  cut.fill(first);
  cut.fill(second);
  cut.fill(third);
  CHECK(std::equal(first.begin(), first.end(), whole.begin()));
  CHECK(std::equal(second.begin(), second.end(), whole.begin() + 32));
  CHECK(std::equal(third.begin(), third.end(), whole.begin() + 48));
}

TEST_CASE("lanes: uniform numbers are the highest 24 bits", "[lanes]") {
  std::vector<std::uint32_t> bits(37);
  std::vector<float> numbers(37);
  lanes().fill(bits);
  lanes().uniform(numbers);
  for (std::size_t i = 0; i < bits.size(); ++i) CHECK(numbers[i] == static_cast<float>(bits[i] >> 8U) * 0x1p-24F);
}

TEST_CASE("lanes: bits are even, and lanes and neighbours independent", "[lanes]") {
  // Under independence every count below is binomial(n, 1/2): 5 standard deviations are 2.5 sqrt(n).
  constexpr std::size_t rows = 20'000;
  std::vector<std::uint32_t> numbers(rows * Lanes::count);
  lanes().fill(numbers);
  const auto is_even = [](std::uint64_t ones, double n) {
    return std::abs(static_cast<double>(ones) - n / 2) < 2.5 * std::sqrt(n);
  };
  const auto agreement = [&](std::size_t distance) {
    std::uint64_t ones = 0;
    for (std::size_t i = distance; i < numbers.size(); ++i) {
      ones += static_cast<std::uint64_t>(__builtin_popcount(numbers[i] ^ numbers[i - distance]));
    }
    return is_even(ones, 32.0 * static_cast<double>(numbers.size() - distance));
  };
  for (unsigned bit = 0; bit < 32; ++bit) {
    std::uint64_t ones = 0;
    for (const std::uint32_t number : numbers) ones += number >> bit & 1U;
    CHECK(is_even(ones, static_cast<double>(numbers.size())));
  }
  for (std::size_t distance = 1; distance <= 3 * Lanes::count; ++distance) CHECK(agreement(distance));
}
