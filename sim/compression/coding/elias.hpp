// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/compression/coding/bit_stream.hpp"

namespace lowband {

/// Elias' universal prefix codes of the integers from 1 on (Elias, "Universal codeword sets and representations of the
/// integers", IEEE Transactions on Information Theory 1975), here up to 2^32 - 1. With n = floor(log2 k) and bin(k) the
/// n + 1 binary digits of k:
///
/// - gamma: n zeros, bin(k). 2 n + 1 bits.
/// - delta: gamma(n + 1), the last n digits of bin(k). n + 2 floor(log2(n + 1)) + 1 bits.
/// - omega: starting from "0", while k > 1 write bin(k) in front and go on with k = n. It is read from n = 1: while a 1
///   comes next, it and the n bits after it are the new n; a 0 ends it.
struct CodeWord {
  std::uint64_t bits;
  unsigned length;  ///< in bits
};

/// Throw std::invalid_argument for 0.
[[nodiscard]] CodeWord elias_gamma(std::uint32_t k);
[[nodiscard]] CodeWord elias_delta(std::uint32_t k);
[[nodiscard]] CodeWord elias_omega(std::uint32_t k);

inline void put(BitWriter& writer, CodeWord word) { writer.put(word.bits, word.length); }

/// Throw std::runtime_error where the bits end within a word, and for integers of more than 32 bits.
[[nodiscard]] std::uint32_t read_elias_gamma(BitReader& reader);
[[nodiscard]] std::uint32_t read_elias_delta(BitReader& reader);
[[nodiscard]] std::uint32_t read_elias_omega(BitReader& reader);

struct OmegaWord {
  std::uint32_t k;
  unsigned length;  ///< in bits, at most 2 + 3 + 5 + 32 + 1
};

/// The omega word at the front of `bits`, which are those of a reader's peek(). For loops that look at what follows the
/// word, and then skip both in one step. Throws std::runtime_error for an integer of more than 32 bits.
[[nodiscard]] inline OmegaWord leading_omega_word(std::uint64_t bits);

/// What leading_omega_word() does without a loop and out of line: words of up to 11 bits, of integers up to 31.
struct ShortOmegaWord {
  std::uint8_t k;
  std::uint8_t length;  ///< 0: a longer word
};
extern const std::array<ShortOmegaWord, std::size_t{1} << 11U> short_omega_words;
[[nodiscard]] OmegaWord long_omega_word(std::uint64_t bits);

inline OmegaWord leading_omega_word(std::uint64_t bits) {
  const ShortOmegaWord word = short_omega_words[bits >> 53U];
  if (word.length != 0) [[likely]] {
    return {word.k, word.length};
  }
  return long_omega_word(bits);
}

}  // namespace lowband
