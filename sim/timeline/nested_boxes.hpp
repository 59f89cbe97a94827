// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// In which box each of a program's boxes lies, directly; nothing: in none.
[[nodiscard]] std::vector<std::optional<std::size_t>> enclosing_boxes(const std::vector<Timeline::Box>& boxes);

}  // namespace lowband
