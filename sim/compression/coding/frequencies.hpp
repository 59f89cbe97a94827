// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lowband {

/// How often each symbol from 0 to size - 1 occurs, in parts of 2^precision() that add up to the whole: what an entropy
/// coder needs, and what it sends first. A symbol that occurs has at least one part. With u such symbols the precision
/// is 5 bits more than u takes, at least 12 and at most 16.
class Frequencies {
 public:
  static constexpr std::size_t most_symbols = std::size_t{1} << 15U;
  static constexpr unsigned most_precision = 16;

  /// One part for each symbol that occurs, the rest in proportion to `counts`, rounded down, and what is left to the
  /// first of the most frequent. Some count is above 0, and their sum below 2^32.
  void count(std::span<const std::uint32_t> counts);

  /// Appends Elias' gamma codes, filled up to a whole byte: 1 + the first symbol that occurs; 1 + the distance to the
  /// last; 1 + the parts of each symbol from the first to the last.
  void write(std::vector<std::byte>& bytes) const;
  /// Reads what write() wrote of `size` symbols, and returns how many bytes it took. Throws std::runtime_error if the
  /// bytes are something else.
  std::size_t read(std::span<const std::byte> bytes, std::size_t size);

  [[nodiscard]] unsigned precision() const noexcept { return precision_; }
  /// The parts of each symbol.
  [[nodiscard]] std::span<const std::uint32_t> parts() const noexcept { return parts_; }

 private:
  std::vector<std::uint32_t> parts_;
  unsigned precision_ = 0;
};

}  // namespace lowband
