// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/elias.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/base/random.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

struct Coder {
  const char* name;
  CodeWord (*word)(std::uint32_t);
  std::uint32_t (*read)(BitReader&);
};

constexpr Coder gamma_coder{"gamma", elias_gamma, read_elias_gamma};
constexpr Coder delta_coder{"delta", elias_delta, read_elias_delta};
constexpr Coder omega_coder{"omega", elias_omega, read_elias_omega};
constexpr auto coders = {gamma_coder, delta_coder, omega_coder};

std::string text(const CodeWord& word) {
  std::string digits;
  for (unsigned i = word.length; i-- > 0;) digits += (word.bits >> i & 1U) != 0 ? '1' : '0';
  return digits;
}

/// Bits as text, filled up to whole bytes with `filling`.
Code from_text(std::string digits, char filling = '0') {
  while (digits.size() % 8 != 0) digits += filling;
  Code code;
  for (std::size_t i = 0; i < digits.size(); i += 8) {
    code.push_back(static_cast<std::byte>(std::stoi(digits.substr(i, 8), nullptr, 2)));
  }
  return code;
}

/// The definitions, on texts.
std::string binary(std::uint64_t k) { return k < 2 ? std::to_string(k) : binary(k / 2) + std::to_string(k % 2); }
std::string gamma_text(std::uint64_t k) { return std::string(binary(k).size() - 1, '0') + binary(k); }
std::string delta_text(std::uint64_t k) { return gamma_text(binary(k).size()) + binary(k).substr(1); }
std::string omega_text(std::uint64_t k) {
  std::string digits = "0";
  for (; k > 1; k = binary(k).size() - 1) digits = binary(k) + digits;
  return digits;
}

constexpr std::uint32_t largest = std::numeric_limits<std::uint32_t>::max();

}  // namespace

TEST_CASE("Elias: published omega words", "[elias]") {
  for (const auto& [k, word] : std::initializer_list<std::pair<std::uint32_t, const char*>>{{1, "0"},
                                                                                            {2, "100"},
                                                                                            {3, "110"},
                                                                                            {4, "101000"},
                                                                                            {7, "101110"},
                                                                                            {8, "1110000"},
                                                                                            {15, "1111110"},
                                                                                            {16, "10100100000"},
                                                                                            {17, "10100100010"}}) {
    CHECK(text(elias_omega(k)) == word);
  }
  CHECK(text(elias_gamma(1)) == "1");
  CHECK(text(elias_gamma(5)) == "00101");
  CHECK(text(elias_delta(1)) == "1");
  CHECK(text(elias_delta(10)) == "00100010");  // 10 = 1010 has 4 digits: gamma(4) = 00100, then 010
}

TEST_CASE("Elias: lengths of the three codes", "[elias]") {
  struct Lengths {
    std::uint32_t k;
    unsigned gamma, delta, omega;
  };
  for (const auto& [k, gamma, delta, omega] :
       {Lengths{1, 1, 1, 1}, Lengths{2, 3, 4, 3}, Lengths{4, 5, 5, 6}, Lengths{8, 7, 8, 7}, Lengths{16, 9, 9, 11},
        Lengths{32, 11, 10, 12}, Lengths{64, 13, 11, 13}, Lengths{100, 13, 11, 13}, Lengths{1000, 19, 16, 17},
        Lengths{1'000'000, 39, 28, 31},
        // 32 digits: 2 * 31 + 1; 31 + 2 * 5 + 1; 1 + 32 + 5 + 3 + 2
        Lengths{largest, 63, 42, 43}}) {
    CHECK(elias_gamma(k).length == gamma);
    CHECK(elias_delta(k).length == delta);
    CHECK(elias_omega(k).length == omega);
  }
}

TEST_CASE("Elias: every word is the one defined and comes back with any bits behind it", "[elias]") {
  Stream random(1, Purpose::data, 0, 0);
  std::vector<std::uint32_t> integers;
  for (std::uint32_t k = 1; k <= 5000; ++k) integers.push_back(k);
  for (int i = 0; i < 200; ++i) integers.push_back(1 + (random() >> random.below(32)) % largest);
  for (unsigned bit = 13; bit < 32; ++bit) integers.insert(integers.end(), {(1U << bit) - 1, 1U << bit});
  integers.push_back(largest);
  for (const std::uint32_t k : integers) {
    REQUIRE(text(elias_gamma(k)) == gamma_text(k));
    REQUIRE(text(elias_delta(k)) == delta_text(k));
    REQUIRE(text(elias_omega(k)) == omega_text(k));
    for (const Coder& coder : coders) {
      Code code;
      BitWriter writer(code);
      put(writer, coder.word(k));
      const std::uint32_t behind = random();
      writer.put(behind, 32);
      writer.finish();
      BitReader reader(code);
      REQUIRE(coder.read(reader) == k);
      REQUIRE(reader.take(32) == behind);
    }
  }
}

TEST_CASE("Elias: no word begins another, and the lengths keep Kraft's inequality", "[elias]") {
  for (const Coder& coder : coders) {
    INFO(coder.name);
    std::set<std::string> words;
    for (std::uint32_t k = 1; k <= 3000; ++k) words.insert(text(coder.word(k)));
    REQUIRE(words.size() == 3000);
    // Among sorted words one that begins another is directly in front of one that it begins.
    for (auto word = words.begin(), next = std::next(word); next != words.end(); ++word, ++next) {
      REQUIRE(next->compare(0, word->size(), *word) != 0);
    }
    double sum = 0.0;
    for (std::uint32_t k = 1; k < 1U << 16U; ++k) sum += std::exp2(-static_cast<double>(coder.word(k).length));
    CHECK(sum <= 1.0);
    // Gamma: 2^n integers of 2 n + 1 bits for n < 16: the sum of 2^-(n + 1). Omega: 1/2 for 1, and for the 2^n integers
    // of n + 1 digits half of what the word of n has: 1/4 for n = 1, 1/16 each for 2 and 3, 1/128 each for 4 to 7,
    // 1/256 each for 8 to 15.
    if (coder.name == std::string("gamma")) CHECK(sum == 1.0 - std::exp2(-16.0));
    if (coder.name == std::string("omega")) CHECK(sum == 0.9375);
  }
}

TEST_CASE("Elias: zero has no code", "[elias]") {
  for (const Coder& coder : coders) CHECK_THROWS_AS(coder.word(0), std::invalid_argument);
}

TEST_CASE("Elias: words that are cut off are refused", "[elias]") {
  for (const Coder& coder : coders) {
    for (const std::uint32_t k : {300U, 65536U, largest}) {
      Code code;
      BitWriter writer(code);
      put(writer, coder.word(k));
      writer.finish();
      for (std::size_t size = 0; size < code.size(); ++size) {
        INFO(coder.name << ' ' << k << ' ' << size);
        BitReader reader{std::span(code).first(size)};
        CHECK_THROWS_AS(coder.read(reader), std::runtime_error);
      }
    }
  }
}

TEST_CASE("Elias: integers of more than 32 bits are refused", "[elias]") {
  const std::uint64_t beyond = std::uint64_t{1} << 32U;
  for (const auto& [coder, words] : std::initializer_list<std::pair<Coder, std::vector<std::string>>>{
           {gamma_coder, {gamma_text(beyond), std::string(100, '0') + "1"}},
           {delta_coder, {delta_text(beyond), gamma_text(1000), gamma_text(largest), std::string(100, '0') + "1"}},
           {omega_coder, {omega_text(beyond), omega_text(~std::uint64_t{0}), std::string(100, '1')}}}) {
    for (const std::string& word : words) {
      const Code code = from_text(word + std::string(200, '1'));
      BitReader reader(code);
      CHECK_THROWS_WITH(coder.read(reader), "an Elias code is one of an integer beyond 32 bits");
    }
  }
}
