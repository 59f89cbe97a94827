#pragma once

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

}  // namespace lowband
