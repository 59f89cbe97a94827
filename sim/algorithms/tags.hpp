#pragma once

#include "sim/world/worker.hpp"

/// What the messages of the algorithms are about.
namespace lowband::tags {

inline constexpr Tag reduce = 1;     ///< chunks of a ring all-reduce
inline constexpr Tag scales = 2;     ///< scales that all workers are about to share
inline constexpr Tag gather = 4;     ///< means that their owners hand out
inline constexpr Tag gossip = 3;     ///< models and differences between neighbours
inline constexpr Tag progress = 16;  ///< how many steps a worker has taken

}  // namespace lowband::tags
