// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/sweep_plot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/add_new.hpp"
#include "sim/report/baseline.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/comparison_notes.hpp"
#include "sim/report/figures/best_algorithms.hpp"
#include "sim/report/figures/sweep_figure.hpp"
#include "sim/report/figures/target_parameters.hpp"
#include "sim/report/panel_title.hpp"

namespace lowband {

namespace {

using Results = std::span<const ResultsFolder>;
using RunsKey = std::tuple<const ResultsFolder*, std::string, std::string>;  // results, algorithm, scenario

/// A row for each group of `results`, as compare() makes it, and what it says of all.
struct ComparedGroups {
  std::map<RunsKey, ComparisonRow> rows;  // looked up, never gone through
  std::vector<std::string> heading;
};

void add_compared(Results results, const ComparisonOptions& options, ComparedGroups& compared) {
  const Comparison comparison = compare(results, options);
  const auto groups = group_runs(results);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    compared.rows.emplace(RunsKey(groups[i].results, groups[i].algorithm, groups[i].scenario), comparison.rows[i]);
  }
  for (const auto& line : heading_of(comparison)) add_new(compared.heading, line);
}

/// Over numbers of workers each experiment has a baseline of its own: those of others are no measure.
ComparedGroups compared(Results results, const ComparisonOptions& options, bool is_each_its_own) {
  ComparedGroups all;
  for (std::size_t i = 0; i < results.size() && is_each_its_own; ++i) {
    add_compared(results.subspan(i, 1), options, all);
  }
  if (!is_each_its_own) add_compared(results, options, all);
  return all;
}

const ComparisonRow& row_of(const RunGroup& group, const ComparedGroups& compared) {
  const std::string scenario = group.runs.front()->summary.scenario;  // the group's may be its panel by now
  return compared.rows.at(RunsKey(group.results, group.algorithm, scenario));
}

/// "a@lan", or "12 of them: a@lan, ..., b@wan".
std::string named(const std::vector<std::string>& names) {
  return names.size() > 3 ? fmt::format("{} of them: {}", names.size(), listed(names)) : listed(names);
}

}  // namespace

void SweepPlot::parameters(Parameters& parameters) {
  Plot::parameters(parameters);
  parameters.text("over", over_,
                  "bandwidth, latency, workers (of several folders), or a value in which algorithms differ, such as "
                  "local_steps or compression.bits; \"auto\": the first of these of which there are several");
  declare_scale(parameters);
  if (of_ == Of::speed_up) {
    parameters.text("baseline", baseline_,
                    "algorithm to compare with, or \"paradigm\": one for each; \"\": the first that does not compress");
  }
  declare_target(parameters, target_);
}

std::string SweepPlot::lack_of(Results results) const {
  if (!any_learned(results)) return nothing_learned;
  const bool has_target = std::any_of(results.begin(), results.end(), [this](const ResultsFolder& folder) {
    return target_rule(folder, target_).exists();
  });
  if (!has_target) return "the experiment has no target: name one with --target";
  if (of_ == Of::speed_up && baseline_.empty() && choose_baselines(results, {}).empty()) {
    return "every algorithm compresses: name a baseline with --baseline";
  }
  return "";
}

std::size_t SweepPlot::most_algorithms() const { return std::numeric_limits<std::size_t>::max(); }

Figure SweepPlot::drawn(const PlotData& data) const {
  const Sweep sweep(over_, data.groups, data.results);
  const bool is_speed_up = of_ == Of::speed_up;
  const auto rows = compared(
      data.results, {.baseline = baseline_.empty() ? std::nullopt : std::optional(baseline_), .target = target_},
      sweep.over() == "workers");
  auto groups = sweep.by_curve({data.groups.begin(), data.groups.end()});
  judge(groups, target_);
  const auto best = best_algorithms(std::move(groups), most_curves, "curves");
  std::vector<SweepPoint> points;
  std::vector<std::string> without_value;
  std::vector<std::string> without_figure;
  for (const auto& group : best.groups) {
    if (group.runs.empty()) continue;
    const ComparisonRow& row = row_of(group, rows);
    const Statistic& figure = is_speed_up ? row.speed_up : row.time_to_target_s;
    const Json value = sweep.value_of(group);
    const std::string name = fmt::format("{}@{}", group.algorithm, row.scenario);
    if (value.is_null()) {
      without_value.push_back(group.algorithm);
    } else if (figure.count < row.finished) {
      without_figure.push_back(name);
    } else {
      points.push_back({group.label, group.scenario, name, value, figure, row.may_win});
    }
  }
  Figure figure = sweep_figure(best.groups, points, {sweep.over(), is_speed_up, is_x_logarithmic()});
  if (sweep.differ_in_more(data.groups)) {
    figure.notes.push_back(fmt::format("These scenarios differ in more than their {}.", sweep.over()));
  }
  for (const auto& line : rows.heading) {
    if (is_speed_up || !line.starts_with("Baseline")) figure.notes.push_back(line + ".");
  }
  if (!best.note.empty()) figure.notes.push_back(best.note + others_hint);
  std::sort(without_value.begin(), without_value.end());
  without_value.erase(std::unique(without_value.begin(), without_value.end()), without_value.end());
  if (!without_value.empty()) {
    figure.notes.push_back(fmt::format("Without {}: {}.", sweep.over(), named(without_value)));
  }
  if (!without_figure.empty()) {
    figure.notes.push_back(fmt::format("Without a point, as not every seed has {}: {}.",
                                       is_speed_up ? "a speed-up" : "reached the target", named(without_figure)));
  }
  return figure;
}

}  // namespace lowband
