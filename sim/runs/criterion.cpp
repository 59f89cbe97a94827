// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/criterion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lowband {

namespace {

constexpr Outlook hopeless{std::numeric_limits<double>::infinity(), false};

double cost_of(double sim_time_s, std::uint64_t bytes_sent, TuneBy by) {
  return by == TuneBy::time ? sim_time_s : static_cast<double>(bytes_sent);
}

/// Which part of the way from `first` to `target` lies behind `now`; all of it, if there was none to go.
double share(double first, double now, double target, bool is_rising) {
  const double way = is_rising ? target - first : first - target;
  if (way <= 0.0) return 1.0;
  return (is_rising ? now - first : first - now) / way;
}

double share_behind(const MetricsRow& first, const MetricsRow& now, const TargetRule& target) {
  double least = 1.0;
  const auto take = [&least](double value) { least = value < least || std::isnan(value) ? value : least; };
  for (const auto& [metric, value] : target.goals) {
    take(share(metric->value(first, target.of), metric->value(now, target.of), value,
               metric->facts().better == Better::more));
  }
  return least;
}

}  // namespace

const std::vector<std::string>& tune_by_names() {  // in the order of TuneBy
  static const std::vector<std::string> names{"time", "bytes", "loss"};
  return names;
}

std::optional<TuneBy> tune_by_named(std::string_view name) {
  const auto& names = tune_by_names();
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<TuneBy>(found - names.begin()));
}

Outlook outlook_of(const std::vector<MetricsRow>& rows, bool has_diverged, const Criterion& criterion) {
  if (has_diverged || rows.empty()) return hopeless;
  const MetricsRow& now = rows.back();
  if (criterion.by == TuneBy::loss) {
    return std::isfinite(now.train_loss) ? Outlook{now.train_loss, true} : hopeless;
  }
  RunRecord run;
  run.metrics = rows;
  if (const auto reached = reached_target(run, criterion.target)) {
    return {cost_of(reached->sim_time_s, reached->bytes_sent, criterion.by), true};
  }
  const double behind = share_behind(rows.front(), now, criterion.target);
  if (!(behind > 0.0)) return hopeless;
  return {cost_of(now.sim_time_s, now.bytes_sent, criterion.by) / behind, false};
}

}  // namespace lowband
