// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// A part of a critical path, without gaps to the next one.
struct PathStretch {
  enum class Kind : std::uint8_t {
    step,     ///< local steps hold up the program: box `index` of `program`
    compute,  ///< other computation does: likewise
    message,  ///< message `index` is under way, from its departure until it is taken; `program` has sent it
    idle,     ///< the program waits for a time, for its other program, or for a message that does not come: likewise
  };

  Kind kind = Kind::step;
  double begin_s = 0.0;
  double end_s = 0.0;
  ProgramId program;
  std::size_t index = 0;

  [[nodiscard]] double seconds() const noexcept { return end_s - begin_s; }
};

/// What decided when the timeline's last synchronisation was over, from the last stretch back to the first: of a
/// program that has waited for a message, what its sender did before; else what it did itself. So the path crosses each
/// synchronisation back from its last arrival, in as far as that held anybody up, and the stretches together are all of
/// the time from the timeline's beginning to the end of that program (Yang & Miller 1988, "Critical path analysis for
/// the execution of parallel and distributed programs"; after the run and of one run: shortening a stretch may bring
/// another path to light).
///
/// It begins with the worker, or server, that told of its model last, where that ended the run; else with the worker
/// whose program went on for longest.
[[nodiscard]] std::vector<PathStretch> critical_path(const Timeline& timeline);

}  // namespace lowband
