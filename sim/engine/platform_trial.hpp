// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "sim/engine/shared_note.hpp"
#include "sim/engine/simgrid_platform.hpp"

namespace lowband {

/// Some of `pairs` (from, to), in their order: for each worker that sends one in which it sends, and for each that
/// receives one in which it receives.
[[nodiscard]] std::vector<std::pair<int, int>> covering(const std::vector<std::pair<int, int>>& pairs);

/// Does on a platform what a run will do: a message of each pair of covering(`pairs`). Throws UsageError "FILE: ..." if
/// one fails or never ends.
/// SimGrid may end the process instead: `note` says what was tried, as the beginning of a sentence on its failure. The
/// engine has run then.
void try_platform(const SimgridPlatform& platform, const std::vector<std::pair<int, int>>& pairs, SharedNote& note);

}  // namespace lowband
