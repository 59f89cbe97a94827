// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// What a program did with its time, in seconds; no moment counts twice. A program that waits while a local step of its
/// goes on waits.
struct NodeTime {
  ProgramId program;
  double steps_s = 0.0;    ///< local steps hold it up
  double coding_s = 0.0;   ///< other computation does
  double waiting_s = 0.0;  ///< it waits for a message
  double idle_s = 0.0;     ///< it waits for a time, for its other program, or has returned

  [[nodiscard]] double total_s() const noexcept { return steps_s + coding_s + waiting_s + idle_s; }
};

/// The time of each node's first program, by rank; then of each second one that did anything. All have the timeline's.
[[nodiscard]] std::vector<NodeTime> node_times(const Timeline& timeline);

}  // namespace lowband
