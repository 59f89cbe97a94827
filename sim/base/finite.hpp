// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace lowband {

/// Whether none of `values` is infinite or NaN.
[[nodiscard]] bool all_finite(std::span<const float> values) noexcept;

}  // namespace lowband
