// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/precision/none.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace lowband {

static_assert(std::endian::native == std::endian::little, "floats are stored as they are in memory");

void NoCompression::encode(std::span<const float> vector, Stream& /*random*/, Code& code) const {
  const auto bytes = std::as_bytes(vector);
  code.assign(bytes.begin(), bytes.end());
}

void NoCompression::decode(std::span<const std::byte> code, std::span<float> vector) const {
  if (code.size() != vector.size_bytes()) throw std::runtime_error("a float32 code has the wrong size");
  std::copy(code.begin(), code.end(), std::as_writable_bytes(vector).begin());
}

}  // namespace lowband
