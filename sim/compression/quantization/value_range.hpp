// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace lowband {

/// The least and the largest of some values, and the sum of their squares; zeros for none.
struct ValueRange {
  float lowest = 0.0F;
  float highest = 0.0F;
  double squares = 0.0;
};

/// In one fixed order, so that the sum is the same for any number of threads; -0 counts as less than 0. Throws Diverged
/// if a value is NaN or infinite.
[[nodiscard]] ValueRange value_range(std::span<const float> values);

}  // namespace lowband
