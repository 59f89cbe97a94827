// SPDX-License-Identifier: Apache-2.0
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

inline constexpr Tag initial = 8;              ///< what a server begins with
inline constexpr Tag change = 9;               ///< what local steps have changed, for a server that knows whom it asks
inline constexpr Tag update = inbox_bit | 10;  ///< the same, for a server that takes whatever comes
inline constexpr Tag served = 11;              ///< a server's model
inline constexpr Tag receipt = 12;             ///< the server has taken what was sent, and gone on

inline constexpr Tag fetched = inbox_bit | 13;  ///< a server's model, for a client that may go on meanwhile
inline constexpr Tag value = inbox_bit | 14;    ///< what a store has of a key, for a client that takes whatever comes

}  // namespace lowband::tags
