// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/bit_stream.hpp"

#include <array>

namespace lowband {

namespace {

std::array<std::byte, 8> big_endian(std::uint64_t word) noexcept {
  std::array<std::byte, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(word >> (56 - 8 * i) & 0xFFU);
  return bytes;
}

}  // namespace

void BitWriter::write_word(std::uint64_t word) {
  const auto bytes = big_endian(word);
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void BitWriter::finish() {
  const auto bytes = big_endian(pending_);
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.begin() + (64 - free_ + 7) / 8);
  pending_ = 0;
  free_ = 64;
}

void BitReader::finish() const {
  if (bits_left() >= 8) throw std::runtime_error("a stream of bits goes on after its end");
  if (peek() != 0) throw std::runtime_error("a stream of bits is not filled up with zeros");
}

}  // namespace lowband
