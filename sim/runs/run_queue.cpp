// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/run_queue.hpp"

#include <utility>

namespace lowband {

RunQueue::RunQueue(const std::vector<PlannedRun>& runs, const TraceOf& trace_of,
                   std::function<bool(const PlannedRun&)> has_trace)
    : has_trace_(std::move(has_trace)) {
  for (const auto& run : runs) waiting_.push_back({run, false, trace_of(run)});
}

std::optional<RunQueue::Step> RunQueue::next() {
  for (auto waiting = waiting_.begin(); waiting != waiting_.end(); ++waiting) {
    if (waiting->trace && being_written_.contains(*waiting->trace)) continue;
    Step step = *waiting;
    waiting_.erase(waiting);
    step.is_replayed = step.trace && has_trace_(step.run);
    if (step.trace && !step.is_replayed) being_written_.insert(*step.trace);
    return step;
  }
  return std::nullopt;
}

void RunQueue::ended(const Step& step) {
  if (step.trace && !step.is_replayed) being_written_.erase(*step.trace);
}

}  // namespace lowband
