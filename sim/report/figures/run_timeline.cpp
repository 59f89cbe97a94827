// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/run_timeline.hpp"

#include <fmt/format.h>

#include "sim/report/units.hpp"

namespace lowband {

std::string part_shown(const RunTimeline& run, double end_s) {
  const Timeline& timeline = run.timeline;
  if (timeline.from_s <= 0.0 && end_s >= timeline.end_s) return "";
  const std::string part = timeline.from_s > 0.0
                               ? fmt::format("from {} to {}", human_seconds(timeline.from_s), human_seconds(end_s))
                               : fmt::format("the first {}", human_seconds(end_s));
  return fmt::format("{}, {}: {} of {}", run.algorithm, run.scenario, part, human_seconds(timeline.end_s));
}

}  // namespace lowband
