#include "sim/results/target.hpp"

#include <algorithm>

namespace lowband {

const std::vector<std::string>& target_of_names() {  // in the order of TargetOf
  static const std::vector<std::string> names{"workers", "worst-worker", "mean-model", "server"};
  return names;
}

std::optional<TargetOf> target_of_named(std::string_view name) {
  const auto& names = target_of_names();
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<TargetOf>(found - names.begin()));
}

std::string name_of(TargetOf of) { return target_of_names()[static_cast<std::size_t>(of)]; }

double test_accuracy_of(const MetricsRow& row, TargetOf of) {
  if (of == TargetOf::mean_model || of == TargetOf::server) return row.test_accuracy;
  return of == TargetOf::workers ? row.workers_test_accuracy : row.worst_worker_test_accuracy;
}

double train_loss_of(const MetricsRow& row, TargetOf of) {
  if (of == TargetOf::mean_model || of == TargetOf::server) return row.train_loss;
  return of == TargetOf::workers ? row.workers_train_loss : row.worst_worker_train_loss;
}

bool meets(const MetricsRow& row, const TargetRule& rule) {  // NaN meets nothing
  const bool accurate = !rule.accuracy || test_accuracy_of(row, rule.of) >= *rule.accuracy;
  const bool low = !rule.loss || train_loss_of(row, rule.of) <= *rule.loss;
  return accurate && low;
}

std::optional<Reached> reached_target(const RunRecord& run, const TargetRule& rule) {
  if (!rule.exists()) return {};
  const bool diverged = run.summary.status == "diverged";
  const auto& rows = run.metrics;
  const auto meets_it = [&rule](const MetricsRow& row) { return meets(row, rule); };
  for (auto first = std::find_if(rows.begin(), rows.end(), meets_it); first != rows.end();) {
    const auto last = std::find_if_not(first, rows.end(), meets_it);
    const bool is_held = static_cast<std::uint64_t>(last - first) >= rule.hold;
    const bool is_at_the_end = last == rows.end() && !diverged;
    if (is_held || is_at_the_end) {
      return Reached{static_cast<std::size_t>(first - rows.begin()), first->sim_time_s, first->bytes_sent, !is_held,
                     !is_at_the_end && (diverged || !meets(rows.back(), rule))};
    }
    first = std::find_if(last, rows.end(), meets_it);
  }
  return {};
}

}  // namespace lowband
