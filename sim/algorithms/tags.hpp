#pragma once

#include "sim/world/worker.hpp"

/// What the messages of the algorithms are about.
namespace lowband::tags {

inline constexpr Tag reduce = 1;     ///< chunks of a ring all-reduce
inline constexpr Tag scales = 2;     ///< scales that all workers are about to share
inline constexpr Tag gather = 4;     ///< means that their owners hand out
inline constexpr Tag gossip = 3;     ///< models and differences between neighbours
inline constexpr Tag progress = 16;  ///< how many steps a worker has taken

inline constexpr Tag pairing = inbox_bit | 5;  ///< models of workers that begin an exchange with another one
inline constexpr Tag answer = 6;               ///< models of those whom they have asked
inline constexpr Tag push = inbox_bit | 7;     ///< shares of models, with their weights

}  // namespace lowband::tags
