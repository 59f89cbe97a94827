// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/node_time.hpp"

#include <algorithm>

#include "sim/timeline/nested_boxes.hpp"

namespace lowband {

namespace {

using BoxKind = Timeline::Box::Kind;

NodeTime time_of(const Timeline& timeline, ProgramId program) {
  NodeTime time{program};
  const auto& boxes = timeline.boxes_of(program);
  const auto enclosing = enclosing_boxes(boxes);
  const auto part_of = [&time](BoxKind kind) -> double& {
    if (kind == BoxKind::step) return time.steps_s;
    if (kind == BoxKind::compute) return time.coding_s;
    return kind == BoxKind::wait ? time.waiting_s : time.idle_s;
  };
  const auto within = [&timeline](double time_s) { return std::clamp(time_s, timeline.from_s, timeline.to_s); };
  double all_s = 0.0;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const double seconds = within(boxes[i].end_s) - within(boxes[i].begin_s);
    part_of(boxes[i].kind) += seconds;
    if (enclosing[i]) {
      part_of(boxes[*enclosing[i]].kind) -= seconds;
    } else {
      all_s += seconds;
    }
  }
  time.idle_s += std::max(0.0, timeline.to_s - timeline.from_s - all_s);
  return time;
}

}  // namespace

std::vector<NodeTime> node_times(const Timeline& timeline) {
  std::vector<NodeTime> times;
  for (std::size_t number = 0; number < timeline.boxes.size(); ++number) {
    const ProgramId program = timeline.program(number);
    if (!program.is_beside || !timeline.boxes[number].empty()) times.push_back(time_of(timeline, program));
  }
  return times;
}

}  // namespace lowband
