// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/elias.hpp"

#include <array>
#include <bit>
#include <stdexcept>

namespace lowband {

namespace {

/// n + 1 for an integer that has a code.
unsigned digits(std::uint32_t k) {
  if (k == 0) throw std::invalid_argument("an Elias code is one of integers from 1 on");
  return static_cast<unsigned>(std::bit_width(k));
}

[[noreturn]] void too_large() { throw std::runtime_error("an Elias code is one of an integer beyond 32 bits"); }

constexpr CodeWord omega_word(std::uint32_t k) {
  CodeWord word{0, 1};
  while (k > 1) {
    const auto length = static_cast<unsigned>(std::bit_width(k));
    word.bits |= std::uint64_t{k} << word.length;
    word.length += length;
    k = length - 1;
  }
  return word;
}

/// The words of the integers that nearly all are.
constexpr auto words_of_small_integers = [] {
  std::array<CodeWord, 256> words{};
  for (std::uint32_t k = 1; k < words.size(); ++k) words[k] = omega_word(k);
  return words;
}();

}  // namespace

constexpr std::array<ShortOmegaWord, std::size_t{1} << 11U> short_omega_words = [] {
  std::array<ShortOmegaWord, std::size_t{1} << 11U> words{};
  for (std::uint8_t k = 1; k < 32; ++k) {
    const CodeWord word = omega_word(k);
    const unsigned rest = 11 - word.length;
    const std::uint64_t first = word.bits << rest;
    for (std::uint64_t i = 0; i < std::uint64_t{1} << rest; ++i) {
      words[first + i] = {k, static_cast<std::uint8_t>(word.length)};
    }
  }
  return words;
}();

OmegaWord long_omega_word(std::uint64_t bits) {
  std::uint64_t k = 1;
  unsigned length = 0;
  while (bits >> 63U != 0) {
    if (k >= 32) too_large();
    const auto count = static_cast<unsigned>(k) + 1;
    k = bits >> (64 - count);
    bits <<= count;
    length += count;
  }
  return {static_cast<std::uint32_t>(k), length + 1};
}

CodeWord elias_gamma(std::uint32_t k) { return {k, 2 * digits(k) - 1}; }

CodeWord elias_delta(std::uint32_t k) {
  const unsigned n = digits(k) - 1;
  const CodeWord length = elias_gamma(n + 1);
  const std::uint64_t tail = k - (std::uint64_t{1} << n);
  return {length.bits << n | tail, length.length + n};
}

CodeWord elias_omega(std::uint32_t k) {
  if (k == 0) throw std::invalid_argument("an Elias code is one of integers from 1 on");
  return k < words_of_small_integers.size() ? words_of_small_integers[k] : omega_word(k);
}

std::uint32_t read_elias_gamma(BitReader& reader) {
  const auto zeros = static_cast<unsigned>(std::countl_zero(reader.peek()));
  if (zeros >= 32) {
    reader.skip(33);  // the truth about a stream that has ended: it ends too early
    too_large();
  }
  reader.skip(zeros);
  return static_cast<std::uint32_t>(reader.take(zeros + 1));
}

std::uint32_t read_elias_delta(BitReader& reader) {
  const unsigned digits = read_elias_gamma(reader);
  if (digits > 32) too_large();
  if (digits == 1) return 1;
  const std::uint64_t leading = std::uint64_t{1} << (digits - 1);
  return static_cast<std::uint32_t>(leading | reader.take(digits - 1));
}

std::uint32_t read_elias_omega(BitReader& reader) {
  const OmegaWord word = leading_omega_word(reader.peek());
  reader.skip(word.length);
  return word.k;
}

}  // namespace lowband
