#include "sim/runs/missing_trace.hpp"

#include <algorithm>

namespace lowband {

std::string reason_for_none(const Trial& trial, const Experiment& experiment, const ResultsFolder& results) {
  if (!experiment.is_timing_independent(trial.algorithm)) return "it goes by time, so it is trained in every scenario";
  const auto diverged = [&trial](const RunRecord& other) {
    return other.summary.algorithm == trial.algorithm.name() && other.summary.seed == trial.seed &&
           other.summary.status == "diverged";
  };
  if (std::any_of(results.runs.begin(), results.runs.end(), diverged)) {
    return "it diverged, and where it does depends on the network, so it is trained in every scenario";
  }
  return "it has no trace: it was run with --no-replay, or not yet, or the trace was removed";
}

}  // namespace lowband
