// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace lowband {

struct Moments {
  /// sqrt(mean of v_i^2 - (mean of v_i)^2), added up in double; exactly 0 for coordinates that are all the same.
  double deviation = 0.0;
  /// max |v_i|
  float largest = 0.0F;
};

/// In one pass, for long vectors on several threads; the sums are added in one fixed order. Throws Diverged if a value
/// is NaN or infinite.
[[nodiscard]] Moments moments(std::span<const float> vector);

}  // namespace lowband
