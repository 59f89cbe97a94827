// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/squared_norm.hpp"

#include "sim/compression/sums.hpp"

namespace lowband {

double squared_norm(std::span<const float> vector) noexcept {
  return ordered_sum(vector, [](float value) { return static_cast<double>(value) * static_cast<double>(value); });
}

}  // namespace lowband
