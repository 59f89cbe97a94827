// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// A trace of Paje (Kergommeaux, Stein & Bernard 2000; the format is that of Schnorr, "Paje trace file format", 2016),
/// with the events that SimGrid's own traces have, so that ViTE, pj_dump and the like read it: a container for the run,
/// in it one for each node, in it one for each program, whose states are its boxes, pushed and popped as they lie in
/// one another; a link from the departure of each message to where it was taken. Reports are left out. Times are
/// seconds, to the nanosecond. The format has no way to write a double quote or a line break within a name: a single
/// quote or a space stands for them.
[[nodiscard]] std::string to_paje(const Timeline& timeline);

}  // namespace lowband
