// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/compression/coding/frequencies.hpp"

namespace lowband {

/// Entropy coding by asymmetric numeral systems, in the range variant (Duda, arXiv:1311.2540). A symbol with f of 2^p
/// parts takes log2(2^p / f) bits, to within far less than a per mille. A state x in [2^16, 2^32) takes in a symbol
/// whose parts begin at b as
///
///     x <- 2^p floor(x / f) + b + x mod f,   after it has given its low 16 bits away if x >= 2^(32 - p) f.
///
/// Four states take the symbols in turn, which a processor does at the same time. A decoder undoes all this step by
/// step from the end, so it meets the last symbol first.
///
/// Format, little-endian: the words of 16 bits in the order in which they were given away, then the four states as
/// uint32. All states begin at 2^16.
inline constexpr std::size_t ans_states = 4;

class AnsEncoder {
 public:
  /// Its tables are the thread's, so there can be one encoder and one decoder of a thread at a time.
  AnsEncoder(const Frequencies& frequencies, std::vector<std::byte>& bytes);

  /// Appends to the bytes. Every symbol has parts in the frequencies; all calls but the last have a multiple of 4
  /// symbols.
  void put(std::span<const std::uint16_t> symbols);
  /// Appends the states.
  void finish();

 private:
  struct Symbol {
    std::uint64_t reciprocal;  ///< floor(2^(32 + p) / f) + 1
    std::uint32_t limit;       ///< the largest state that can take it in
    std::uint32_t others;      ///< 2^p - f
    std::uint32_t begin;
  };

  std::vector<std::byte>& bytes_;
  std::span<const Symbol> symbols_;
  unsigned precision_;
  std::array<std::uint32_t, ans_states> states_;
};

class AnsDecoder {
 public:
  /// Of the whole code of `size` symbols. Throws std::runtime_error if it cannot be one.
  AnsDecoder(const Frequencies& frequencies, std::span<const std::byte> bytes, std::size_t size);

  /// The symbols before those of the call before; the first call takes what exceeds a multiple of 4, if anything does.
  /// At most 512 at a time. Throws std::runtime_error if the bytes end before.
  void take(std::span<std::uint16_t> symbols);
  /// Throws std::runtime_error unless the code ends, or rather begins, here.
  void finish() const;

 private:
  struct Slot {
    std::uint16_t parts;   ///< of the symbol, less one
    std::uint16_t offset;  ///< of this part among those of the symbol
  };

  std::span<const std::byte> words_;  ///< that are still to be read, from the last on
  std::span<const Slot> slots_;
  std::span<const std::uint16_t> symbols_;
  unsigned precision_;
  std::array<std::uint32_t, ans_states> states_{};
};

}  // namespace lowband
