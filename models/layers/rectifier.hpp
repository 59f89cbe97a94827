// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>

namespace lowband {

/// max(x, 0). Written so that NaN passes: a run that diverges must show it.
inline float rectified(float x) { return x < 0.0F ? 0.0F : x; }

/// The gradient before a rectifier, where `y` and `dy` are value and gradient after it.
inline float before_rectifier(float y, float dy) { return y > 0.0F ? dy : 0.0F; }

/// That of `size` values; no two of the arrays overlap.
inline void before_rectifier(const float* __restrict y, const float* __restrict dy, std::size_t size,
                             float* __restrict dx) {
  for (std::size_t i = 0; i < size; ++i) dx[i] = before_rectifier(y[i], dy[i]);
}

/// The same for a gradient in two parts, dy + more. A strip at a time is added up and then chosen from: a choice
/// between a sum and 0 is a branch to GCC 12 for AVX2, which knows no addition of some lanes.
inline void before_rectifier(const float* __restrict y, const float* __restrict dy, const float* __restrict more,
                             std::size_t size, float* __restrict dx) {
  constexpr std::size_t strip = 256;
  for (std::size_t begin = 0; begin < size; begin += strip) {
    const std::size_t end = std::min(begin + strip, size);
    for (std::size_t i = begin; i < end; ++i) dx[i] = dy[i] + more[i];
    for (std::size_t i = begin; i < end; ++i) dx[i] = before_rectifier(y[i], dx[i]);
  }
}

}  // namespace lowband
