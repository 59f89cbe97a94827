// SPDX-License-Identifier: Apache-2.0
#include "sim/results/target.hpp"

#include <algorithm>

namespace lowband {

namespace {

std::size_t index_of(const Metric& metric) {
  const auto& entries = metrics().entries();
  return static_cast<std::size_t>(
      std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == metric.name(); }) -
      entries.begin());
}

bool meets(double value, const Goal& goal) {
  return goal.metric->facts().better == Better::more ? value >= goal.value : value <= goal.value;
}

}  // namespace

std::optional<double> TargetRule::value_of(std::string_view metric) const {
  for (const Goal& goal : goals) {
    if (goal.metric->name() == metric) return goal.value;
  }
  return std::nullopt;
}

void TargetRule::add(const Metric& metric, double value) {
  const auto next = std::find_if(goals.begin(), goals.end(),
                                 [&](const Goal& goal) { return index_of(*goal.metric) > index_of(metric); });
  goals.insert(next, {&metric, value});
}

bool meets(const MetricsRow& row, const TargetRule& rule) {
  return std::all_of(rule.goals.begin(), rule.goals.end(),
                     [&](const Goal& goal) { return meets(goal.metric->value(row, rule.of), goal); });
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
