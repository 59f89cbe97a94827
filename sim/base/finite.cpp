// SPDX-License-Identifier: Apache-2.0
#include "sim/base/finite.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace lowband {

bool all_finite(std::span<const float> values) noexcept {
  // Without their sign, floats are ordered like the integers of the same bits, infinity and NaN above all others. The
  // largest in place of a bool, of which GCC 12 would make no vectors.
  std::uint32_t largest = 0;
  for (const float value : values) largest = std::max(largest, std::bit_cast<std::uint32_t>(value) & 0x7FFFFFFFU);
  return largest < 0x7F800000U;
}

}  // namespace lowband
