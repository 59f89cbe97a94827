#include "sim/runs/run_queue.hpp"

#include <utility>

namespace lowband {

RunQueue::RunQueue(const std::vector<PlannedRun>& runs, TraceOf trace_of,
                   std::function<bool(const PlannedRun&)> has_trace)
    : waiting_(runs.begin(), runs.end()), trace_of_(std::move(trace_of)), has_trace_(std::move(has_trace)) {}

std::optional<RunQueue::Step> RunQueue::next() {
  for (auto run = waiting_.begin(); run != waiting_.end(); ++run) {
    const auto trace = trace_of_(*run);
    if (trace && being_written_.contains(*trace)) continue;
    const bool is_replayed = trace && has_trace_(*run);
    if (trace && !is_replayed) being_written_.insert(*trace);
    Step step{*run, is_replayed, trace};
    waiting_.erase(run);
    return step;
  }
  return std::nullopt;
}

void RunQueue::ended(const Step& step) {
  if (step.trace && !step.is_replayed) being_written_.erase(*step.trace);
}

}  // namespace lowband
