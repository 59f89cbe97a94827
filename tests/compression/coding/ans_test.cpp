// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/ans.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

using Symbols = std::vector<std::uint16_t>;

Frequencies frequencies_of(const Symbols& symbols, std::size_t size) {
  std::vector<std::uint32_t> counts(size);
  for (const auto symbol : symbols) ++counts[symbol];
  Frequencies frequencies;
  frequencies.count(counts);
  return frequencies;
}

Code encoded(const Symbols& symbols, const Frequencies& frequencies) {
  Code code;
  AnsEncoder encoder(frequencies, code);
  encoder.put(symbols);
  encoder.finish();
  return code;
}

Symbols decoded(const Code& code, const Frequencies& frequencies, std::size_t size) {
  Symbols symbols(size);
  AnsDecoder decoder(frequencies, code, size);
  for (std::size_t part = (size + 511) / 512; part-- > 0;) {
    decoder.take(std::span(symbols).subspan(part * 512, std::min(std::size_t{512}, size - part * 512)));
  }
  decoder.finish();
  return symbols;
}

/// What the frequencies make of the symbols at best: log2(2^p / f) bits for each.
double ideal_bits(const Symbols& symbols, const Frequencies& frequencies) {
  double bits = 0.0;
  for (const auto symbol : symbols) bits += frequencies.precision() - std::log2(frequencies.parts()[symbol]);
  return bits;
}

/// About normal around the middle, `spread` wide.
Symbols bell(std::size_t count, std::size_t size, double spread) {
  Symbols symbols(count);
  Stream random(3, Purpose::data, 0, 0);
  for (auto& symbol : symbols) {
    const double x = static_cast<double>(size) / 2 + spread * static_cast<double>(random.normal());
    symbol = static_cast<std::uint16_t>(std::clamp(x, 0.0, static_cast<double>(size - 1)));
  }
  return symbols;
}

}  // namespace

TEST_CASE("asymmetric numeral systems: small codes by hand", "[ans]") {
  // One symbol with all parts leaves the states as they are: x <- 4096 floor(x / 4096) + x mod 4096.
  const Symbols same(1000, 2);
  const Frequencies one = frequencies_of(same, 3);
  const Code initial = bytes({0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0});
  CHECK(encoded(same, one) == initial);
  CHECK(decoded(initial, one, 1000) == same);
  CHECK(encoded({}, one) == initial);

  // Halves, 2048 parts each, beginning at 0 and 2048. 2^16 takes in a 0 as 4096 * 32 + 0 = 0x20000, a 1 as 0x20800.
  const Frequencies halves = frequencies_of({0, 1}, 2);
  CHECK(encoded({0, 1}, halves) == bytes({0, 0, 2, 0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0}));
  // 15 ones double a state 15 times, to 2^31 at the least; before the 16th it gives a word away.
  Symbols ones(4 * 16, 1);
  CHECK(encoded(ones, halves).size() == 16 + 4 * 2);
  ones.resize(4 * 15);
  CHECK(encoded(ones, halves).size() == 16);
}

TEST_CASE("asymmetric numeral systems: symbols come back, at the entropy", "[ans]") {
  struct Case {
    std::size_t count;
    std::size_t size;
    double spread;
  };
  for (const Case& one : {Case{1, 1, 0.1}, Case{5, 10, 3}, Case{511, 100, 20}, Case{513, 2, 0.3}, Case{20000, 20, 1.0},
                          Case{20001, 300, 50}, Case{20002, 4001, 1}, Case{20003, 32768, 9000}}) {
    CAPTURE(one.count, one.size);
    const Symbols symbols = bell(one.count, one.size, one.spread);
    const Frequencies frequencies = frequencies_of(symbols, one.size);
    const Code code = encoded(symbols, frequencies);
    CHECK((decoded(code, frequencies, symbols.size()) == symbols));
    // Of 16 bytes of states 8 are what they begin with; the states lose less than a per mille.
    const double bits = 8.0 * static_cast<double>(code.size()) - 64.0;
    const double ideal = ideal_bits(symbols, frequencies);
    CHECK(bits > 0.999 * ideal - 64.0);
    CHECK(bits <= 1.001 * ideal + 64.0);
  }
}

TEST_CASE("asymmetric numeral systems: rare and frequent symbols together", "[ans]") {
  Symbols symbols(100'000, 1);
  for (std::size_t i = 0; i < symbols.size(); i += 20'001) symbols[i] = static_cast<std::uint16_t>(i % 7 == 0 ? 0 : 2);
  const Frequencies frequencies = frequencies_of(symbols, 3);
  const Code code = encoded(symbols, frequencies);
  CHECK((decoded(code, frequencies, symbols.size()) == symbols));
  CHECK(code.size() < 100);
}

TEST_CASE("asymmetric numeral systems: parts of a message give the code of the whole", "[ans]") {
  const Symbols symbols = bell(3000, 50, 5);
  const Frequencies frequencies = frequencies_of(symbols, 50);
  Code code;
  AnsEncoder encoder(frequencies, code);
  encoder.put(std::span(symbols).first(512));
  encoder.put(std::span(symbols).subspan(512, 4));
  encoder.put(std::span(symbols).subspan(516));
  encoder.finish();
  CHECK((code == encoded(symbols, frequencies)));
}

TEST_CASE("asymmetric numeral systems: codes that nobody can have sent are refused", "[ans]") {
  const Symbols symbols = bell(700, 50, 5);
  const Frequencies frequencies = frequencies_of(symbols, 50);
  const Code code = encoded(symbols, frequencies);
  // Of other lengths: what is left over, or missing, is noticed at the latest at the end.
  for (std::size_t size = 0; size < code.size() + 10; ++size) {
    if (size == code.size()) continue;
    Code other(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(std::min(size, code.size())));
    other.resize(size, std::byte{1});
    CHECK_THROWS_AS(decoded(other, frequencies, symbols.size()), std::runtime_error);
  }
  for (const std::size_t size : {0U, 1U, 699U, 701U, 5000U}) {
    CHECK_THROWS_AS(decoded(code, frequencies, size), std::runtime_error);
  }
  // A changed bit leads to other symbols, and hardly ever back to the states that all codes begin with.
  std::size_t accepted = 0;
  for (std::size_t bit = 0; bit < code.size() * 8; bit += 3) {
    Code other = code;
    other[bit / 8] ^= std::byte{1} << (bit % 8);
    try {
      static_cast<void>(decoded(other, frequencies, symbols.size()));
      ++accepted;
    } catch (const std::runtime_error&) {
    }
  }
  CHECK(accepted < code.size() * 8 / 3 / 50);
  Code low = code;
  std::fill(low.end() - 4, low.end(), std::byte{0});  // a state of 0
  CHECK_THROWS_AS(AnsDecoder(frequencies, low, symbols.size()), std::runtime_error);
}
