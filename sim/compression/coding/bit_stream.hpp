// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

namespace lowband {

/// A stream of bits in bytes, for codes whose words have different lengths: bit j of the stream is bit 7 - j mod 8
/// (7 the most significant) of byte j / 8, so that a code word is read like a binary number. The last byte is filled
/// up with zeros.

/// Appends to `bytes`.
class BitWriter {
 public:
  explicit BitWriter(std::vector<std::byte>& bytes) : bytes_(bytes) {}

  /// The `count` low bits of `bits`, the most significant of them first; 1 <= count <= 64, and all other bits are 0.
  void put(std::uint64_t bits, unsigned count) {
    if (count < free_) {
      free_ -= count;
      pending_ |= bits << free_;
      return;
    }
    const unsigned left = count - free_;  // the low bits that do not fit any more
    write_word(pending_ | bits >> left);
    free_ = 64 - left;
    pending_ = left == 0 ? 0 : bits << free_;
  }

  /// Writes the bits that do not fill a word yet. A stream without it is not complete.
  void finish();

 private:
  void write_word(std::uint64_t word);

  std::vector<std::byte>& bytes_;
  std::uint64_t pending_ = 0;  ///< the next bits, from the most significant downwards
  unsigned free_ = 64;         ///< how many bits of `pending_` are not used, at least 1
};

/// Throws std::runtime_error where the bytes end before what is asked for.
class BitReader {
 public:
  explicit BitReader(std::span<const std::byte> bytes) noexcept : bytes_(bytes) {}

  [[nodiscard]] std::size_t bits_left() const noexcept { return bytes_.size() * 8 - position_; }

  /// The next bits from the most significant downwards, at least 57 of them; zeros where the bytes have ended.
  [[nodiscard]] std::uint64_t peek() const noexcept {
    const auto rest = bytes_.subspan(position_ / 8);
    std::uint64_t word = 0;
    if (rest.size() >= sizeof word) {
      for (std::size_t i = 0; i < sizeof word; ++i) word = word << 8U | std::to_integer<std::uint64_t>(rest[i]);
    } else {
      for (std::size_t i = 0; i < rest.size(); ++i) word |= std::to_integer<std::uint64_t>(rest[i]) << (56 - 8 * i);
    }
    return word << (position_ % 8);
  }

  void skip(unsigned count) {
    if (count > bits_left()) throw std::runtime_error("a stream of bits ends too early");
    position_ += count;
  }

  /// The number that the next `count` bits are; 1 <= count <= 57.
  std::uint64_t take(unsigned count) {
    const std::uint64_t bits = peek() >> (64 - count);
    skip(count);
    return bits;
  }

  /// Throws std::runtime_error unless what is left is what fills up the last byte: less than 8 bits, all zeros.
  void finish() const;

 private:
  std::span<const std::byte> bytes_;
  std::size_t position_ = 0;  ///< in bits
};

}  // namespace lowband
