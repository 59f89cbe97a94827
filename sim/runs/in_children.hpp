// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace lowband {

/// Small works 0, 1, ..., count - 1, each in a child of its own, `jobs` of them at a time (1 to
/// Interruption::most_children). Returns what they returned, in their order, whichever ended first. `look` is told how
/// many are over, about every fifth of a second. Throws what the first to fail threw (see Child::result()); the others
/// are killed.
[[nodiscard]] std::vector<std::string> in_children(std::size_t count, int jobs,
                                                   const std::function<std::string(std::size_t)>& work,
                                                   const std::function<void(std::size_t)>& look);

}  // namespace lowband
