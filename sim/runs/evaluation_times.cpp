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

double EvaluationTimes::train_loss_at(std::uint64_t iteration) const {
  const auto found = std::lower_bound(metrics_.begin(), metrics_.end(), iteration,
                                      [](const MetricsRow& row, std::uint64_t at) { return row.iteration < at; });
  return found == metrics_.end() ? std::nan("") : found->train_loss;
}

}  // namespace lowband
