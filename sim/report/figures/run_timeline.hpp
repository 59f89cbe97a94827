// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// A run that a figure is to show, and what happened when in it.
struct RunTimeline {
  std::string scenario;
  std::string algorithm;
  Timeline timeline;
};

/// Has a figure look at the timelines of its runs, one after the other: they are large, and need not all be in memory.
using EachTimeline = std::function<void(const std::function<void(const RunTimeline&)>& look)>;

/// Those that are in memory anyway.
[[nodiscard]] inline EachTimeline each_of(std::span<const RunTimeline> runs) {
  return [runs](const std::function<void(const RunTimeline&)>& look) {
    for (const auto& run : runs) look(run);
  };
}

/// Which part of a run a timeline, or what is shown of it until `end_s`, is: "a, lan: the first 2 s of 10 s", "a, lan:
/// from 2 s to 3 s of 10 s"; "" if it is the whole run.
[[nodiscard]] std::string part_shown(const RunTimeline& run, double end_s);

}  // namespace lowband
