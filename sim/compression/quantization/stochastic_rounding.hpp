// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "sim/base/lanes.hpp"

namespace lowband {

/// Unbiased rounding of coordinates to the grid scale * {-levels, ..., levels} / levels (QSGD, section 3.1): with
/// a = levels |v| / scale, the integer of v is sign(v) floor(a), or one further from zero with probability a -
/// floor(a).
///
/// The i-th coordinate consumes the i-th of `numbers`, whatever the values are. |v_i| <= scale < infinity, so no
/// magnitude exceeds `levels`, and |v_i| = scale gives `levels` exactly. A scale of 0 gives zeros.
void round_stochastically(std::span<const float> vector, float scale, std::int32_t levels, Lanes& numbers,
                          std::span<std::int32_t> integers);

/// vector = scale * (integer / levels), rounded twice; exactly +-scale for integer = +-levels.
void scale_integers(std::span<const std::int32_t> integers, float scale, std::int32_t levels,
                    std::span<float> vector) noexcept;

/// The sum of the variances of the rounded coordinates: (scale / levels)^2 sum_i f_i (1 - f_i), f_i = a_i - floor(a_i).
[[nodiscard]] double rounding_variance(std::span<const float> vector, float scale, std::int32_t levels) noexcept;

}  // namespace lowband
