#pragma once

#include <map>
#include <utility>
#include <vector>

#include "sim/engine/network_settings.hpp"
#include "sim/engine/private_line.hpp"
#include "sim/engine/simgrid_platform.hpp"

namespace lowband {

/// Those of `pairs` (from, to), which are all workers that send each other messages, that share no link of their route
/// with another of them: neighbours on a ring of full-duplex ports, say. SimGrid need not simulate their messages, as
/// a PrivateLine gives the same times. Empty where a network setting makes flows interact in other ways.
[[nodiscard]] std::map<std::pair<int, int>, LineSpeed> private_lines(const SimgridPlatform& platform,
                                                                     const NetworkSettings& network,
                                                                     const std::vector<std::pair<int, int>>& pairs);

}  // namespace lowband
