// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/evaluation_times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace lowband {

void EvaluationTimes::report(const World& world, std::uint64_t iteration, const std::filesystem::path& file) {
  if (++reports_[iteration] < workers_ + (iteration == 0 ? 0 : servers_)) return;
  if (evaluated_ == metrics_.size() || metrics_[evaluated_].iteration != iteration) {
    throw UsageError(
        fmt::format("{}: the trace reports an iteration {} that was not evaluated", file.string(), iteration));
  }
  MetricsRow& row = metrics_[evaluated_++];
  row.sim_time_s = world.now();
  row.bytes_sent = world.bytes_sent();
  for (; timed_ < worker_metrics_.size() && worker_metrics_[timed_].iteration == iteration; ++timed_) {
    worker_metrics_[timed_].sim_time_s = row.sim_time_s;
  }
  reports_.erase(iteration);
  if (stops_ && evaluated_ == metrics_.size()) throw RunIsOver();
}

bool EvaluationTimes::are_made_at(std::uint64_t iteration) const {
  const auto found = at(iteration);
  return found != metrics_.end() && found->iteration == iteration;
}

double EvaluationTimes::train_loss_at(std::uint64_t iteration) const {
  const auto found = at(iteration);
  return found == metrics_.end() ? std::nan("") : found->train_loss;
}

std::vector<MetricsRow>::const_iterator EvaluationTimes::at(std::uint64_t iteration) const {
  return std::lower_bound(metrics_.begin(), metrics_.end(), iteration,
                          [](const MetricsRow& row, std::uint64_t wanted) { return row.iteration < wanted; });
}

}  // namespace lowband
