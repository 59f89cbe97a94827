// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace lowband {

/// ||v||^2, added in double in one fixed order. The squares themselves are exact.
[[nodiscard]] double squared_norm(std::span<const float> vector) noexcept;

}  // namespace lowband
