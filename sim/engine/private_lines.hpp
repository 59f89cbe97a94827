// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "sim/engine/private_line.hpp"
#include "sim/engine/simgrid_platform.hpp"

namespace lowband {

/// Those of `pairs` (from, to), which are all workers that send each other messages, that share no link of their route
/// with another of them: neighbours on a ring of full-duplex ports, say. SimGrid need not simulate their messages, as
/// a PrivateLine gives the same times. Empty where a setting, of the network or of the platform file, makes flows
/// interact in other ways.
[[nodiscard]] std::map<std::pair<int, int>, LineSpeed> private_lines(const SimgridPlatform& platform,
                                                                     const std::vector<std::pair<int, int>>& pairs);

}  // namespace lowband
