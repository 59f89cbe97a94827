// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/add_new.hpp"
#include "sim/report/baseline.hpp"
#include "sim/report/recorded_metric.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

namespace {

using Groups = std::span<const RunGroup>;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

template <class Figure>
Statistic over_seeds(const RunGroup& group, double confidence, Figure&& figure) {
  std::vector<double> values;
  for (const RunRecord* run : group.runs) values.push_back(figure(run->summary));
  return statistic_of(std::move(values), confidence);
}

Statistic over_runs(const ComparisonRow& row, double confidence, double SeedFigures::*figure) {
  std::vector<double> values;
  for (const auto& run : row.runs) values.push_back(run.*figure);
  return statistic_of(std::move(values), confidence);
}

bool is_sound(const RunRecord& run) { return run.summary.status == "finished"; }

/// The run of the baseline that the i-th run of `group` is compared with: both sound, of one seed, at the target.
const Reached* counterpart_of(std::size_t i, const RunGroup& group, const RunGroup& baseline) {
  if (!group.reached[i] || !is_sound(*group.runs[i])) return nullptr;
  for (std::size_t k = 0; k < baseline.runs.size(); ++k) {
    const bool same_seed = baseline.runs[k]->summary.seed == group.runs[i]->summary.seed;
    if (same_seed && baseline.reached[k] && is_sound(*baseline.runs[k])) return &*baseline.reached[k];
  }
  return nullptr;
}

/// How the runs compare, at the target, with those of the baseline.
template <class Ratio>
Statistic against(const RunGroup& baseline, const RunGroup& group, double confidence, Ratio&& ratio) {
  std::vector<double> values;
  for (std::size_t i = 0; i < group.runs.size(); ++i) {
    const Reached* other = counterpart_of(i, group, baseline);
    values.push_back(other != nullptr ? ratio(*group.reached[i], *other) : none);
  }
  return statistic_of(std::move(values), confidence);
}

void add_progress(ComparisonRow& row, const RunGroup& group) {
  row.seeds = group.runs.size() + group.missing;
  row.finished = group.runs.size();
  for (const RunRecord* run : group.runs) {
    const Summary& summary = run->summary;
    if (is_sound(*run)) continue;
    row.complaints.push_back({summary.seed, summary.status, summary.reason});
    if (summary.status == "unstable") ++row.unstable;
    if (summary.status != "diverged") continue;
    const std::uint64_t at = summary.diverged_at.value_or(summary.iterations);
    row.diverged_at = row.diverged == 0 ? at : std::min(row.diverged_at, at);
    ++row.diverged;
  }
}

void add_runs(ComparisonRow& row, const RunGroup& group) {
  for (std::size_t i = 0; i < group.runs.size(); ++i) {
    const Summary& summary = group.runs[i]->summary;
    SeedFigures& run = row.runs.emplace_back();
    run.seed = summary.seed;
    run.test_accuracy = metric_named("accuracy").value(summary.final, group.target.of);
    if (!group.reached[i]) continue;
    run.time_to_target_s = group.reached[i]->sim_time_s;
    run.bytes_to_target = static_cast<double>(group.reached[i]->bytes_sent);
  }
  std::sort(row.runs.begin(), row.runs.end(), [](const auto& a, const auto& b) { return a.seed < b.seed; });
}

void add_target(ComparisonRow& row, const RunGroup& group, double confidence) {
  row.target = group.target;
  if (!group.target.exists()) return;
  row.target_text = target_text(*group.results, group.target);
  row.target_samples = target_samples_of(*group.results, group.target);
  row.time_to_target_s = over_runs(row, confidence, &SeedFigures::time_to_target_s);
  row.bytes_to_target = over_runs(row, confidence, &SeedFigures::bytes_to_target);
  for (const auto& reached : group.reached) {
    if (reached && reached->is_short) ++row.reached_short;
    if (reached && reached->is_lost) ++row.reached_lost;
  }
}

void add_figures(ComparisonRow& row, const RunGroup& group, double confidence) {
  const auto figure = [&](auto&& of_summary) { return over_seeds(group, confidence, of_summary); };
  const auto final_figure = [&figure](double MetricsRow::*member) {
    return figure([member](const Summary& s) { return s.final.*member; });
  };
  row.worker_test_samples = samples_of(*group.results, metric_named("accuracy"), TargetOf::workers);
  row.sim_time_s = figure([](const Summary& s) { return s.sim_time_s; });
  row.bytes_sent = figure([](const Summary& s) { return static_cast<double>(s.bytes_sent); });
  row.bits_per_parameter = figure([](const Summary& s) { return s.bits_per_parameter; });
  row.mean_staleness = figure([](const Summary& s) { return s.mean_staleness; });
  row.workers_test_accuracy = final_figure(&MetricsRow::workers_test_accuracy);
  row.worst_worker_test_accuracy = final_figure(&MetricsRow::worst_worker_test_accuracy);
  row.test_accuracy = final_figure(&MetricsRow::test_accuracy);
  row.workers_train_loss = final_figure(&MetricsRow::workers_train_loss);
  row.worst_worker_train_loss = final_figure(&MetricsRow::worst_worker_train_loss);
  row.train_loss = final_figure(&MetricsRow::train_loss);
  row.consensus_distance = final_figure(&MetricsRow::consensus_distance);
}

void add_metrics(ComparisonRow& row, const RunGroup& group, std::span<const Metric* const> metrics, double confidence) {
  for (const Metric* metric : metrics) {
    const TargetOf of = shown_of(*group.results, *metric, group.target.of);
    const bool has_it = has_metric(*group.results, *metric, of);
    MetricFigure& figure = row.metrics.emplace_back();
    figure.statistic = over_seeds(
        group, confidence, [&](const Summary& summary) { return has_it ? metric->value(summary.final, of) : none; });
    const std::string owner = owner_text(*group.results, *metric, of);
    figure.text = fmt::format("{}{}{}", metric->facts().title, owner.empty() ? "" : ", ", owner);
  }
}

/// What theory says, of the seeds that have run.
void add_theory(ComparisonRow& row, const RunGroup& group, const Theory& theory, double confidence) {
  const auto found = theory.find({group.results->path, group.algorithm});
  if (found == theory.end()) return;
  row.theory = found->second;
  row.bound = over_seeds(group, confidence, [&row](const Summary& summary) {
    const auto value = row.theory.by_seed.find(summary.seed);
    return value == row.theory.by_seed.end() ? none : value->second;
  });
}

/// The runs of the baseline in the scenario of `group`; nullptr if the manifest has none.
const RunGroup* runs_of(const Baseline& baseline, Groups groups, const std::string& scenario) {
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const RunGroup& group) {
    return group.results == baseline.results && group.algorithm == baseline.algorithm && group.scenario == scenario;
  });
  return found == groups.end() ? nullptr : &*found;
}

/// Why a row that reached the target has no speed-up over `baseline`.
std::string why_not(const RunGroup& group, const Baseline& baseline, const RunGroup* runs) {
  const auto all = [runs](auto&& holds) { return std::all_of(runs->runs.begin(), runs->runs.end(), holds); };
  if (runs == nullptr) return fmt::format("the baseline {} has no run there", baseline.label);
  if (runs->runs.empty()) return fmt::format("the baseline {} has not finished", baseline.label);
  for (const char* status : {"diverged", "unstable"}) {
    if (!all([status](const RunRecord* run) { return run->summary.status == status; })) continue;
    return fmt::format("the baseline {} {}{}", baseline.label, *status == 'u' ? "is " : "", status);
  }
  if (std::all_of(group.runs.begin(), group.runs.end(), [](const RunRecord* run) { return !is_sound(*run); })) {
    return "unstable and diverged runs have none";
  }
  const bool reached = std::any_of(runs->reached.begin(), runs->reached.end(), [](const auto& one) { return !!one; });
  if (!reached) return fmt::format("the baseline {} does not reach the target", baseline.label);
  return fmt::format("no seed of it and of the baseline {} both finished and reached the target", baseline.label);
}

void add_comparison(ComparisonRow& row, const RunGroup& group, const Baseline& baseline, Groups groups,
                    double confidence) {
  row.baseline = baseline.label;
  if (!group.target.exists()) return;
  const auto of_baseline = [&baseline](const RunGroup& other) { return other.results == baseline.results; };
  if (const auto other = std::find_if(groups.begin(), groups.end(), of_baseline); other != groups.end()) {
    const auto found = differences(group, *other);
    if (!found.empty()) {
      row.why_not = fmt::format("differs from the baseline {} in {}", baseline.label, fmt::join(found, ", "));
      return;
    }
  }
  const RunGroup* runs = runs_of(baseline, groups, group.scenario);
  if (runs != nullptr) {
    row.speed_up = against(*runs, group, confidence,
                           [](const Reached& own, const Reached& other) { return other.sim_time_s / own.sim_time_s; });
    row.bytes_saved = against(*runs, group, confidence, [](const Reached& own, const Reached& other) {
      return 1.0 - static_cast<double>(own.bytes_sent) / static_cast<double>(other.bytes_sent);
    });
  }
  if (row.time_to_target_s.count > 0 && row.speed_up.count == 0) row.why_not = why_not(group, baseline, runs);
}

/// Whether the row is whole and sound, and got where it was to get with every seed.
bool may_win(const ComparisonRow& row) {
  if (row.finished < row.seeds || row.unstable + row.diverged > 0) return false;
  return !row.target.exists() || (row.time_to_target_s.count == row.seeds && row.reached_lost == 0);
}

/// Names the fastest of the rows of one scenario, unless their experiments cannot be compared.
void name_fastest(std::span<ComparisonRow> rows, Groups groups) {
  std::vector<std::string> apart;
  for (const RunGroup& group : groups) {
    for (const auto& difference : differences(groups.front(), group)) add_new(apart, difference);
  }
  for (auto& row : rows) row.differences = apart;
  if (!apart.empty() || rows.size() < 2) return;
  const auto is_eligible = [](const ComparisonRow& row) { return row.may_win && row.target.exists(); };
  double least = std::numeric_limits<double>::infinity();
  for (const auto& row : rows) {
    if (is_eligible(row)) least = std::min(least, row.time_to_target_s.mean);
  }
  for (auto& row : rows) row.is_fastest = is_eligible(row) && row.time_to_target_s.mean == least;
}

ComparisonRow row_of(const RunGroup& group, Groups all, std::span<const Baseline> baselines,
                     std::span<const Metric* const> metrics, double confidence) {
  ComparisonRow row;
  row.experiment = group.experiment;
  row.scenario = group.scenario;
  row.algorithm = group.algorithm;
  row.label = group.label;
  row.paradigm = group.paradigm;
  row.compression = group.compression;
  row.has_exact_sizes = std::none_of(group.runs.begin(), group.runs.end(), [](const RunRecord* run) {
    return run->summary.sizes == sizes_of_normal_vectors;
  });
  add_progress(row, group);
  add_runs(row, group);
  add_target(row, group, confidence);
  add_figures(row, group, confidence);
  add_metrics(row, group, metrics, confidence);
  row.may_win = may_win(row);
  for (const auto& baseline : baselines) {
    if (baseline.paradigm && *baseline.paradigm != group.paradigm) continue;
    add_comparison(row, group, baseline, all, confidence);
  }
  return row;
}

}  // namespace

Comparison compare(std::span<const ResultsFolder> results, const ComparisonOptions& options) {
  if (!(options.confidence > 0.0 && options.confidence < 1.0)) {
    throw UsageError(fmt::format("--confidence: expected a share above 0 and below 1, such as {}, found {}",
                                 standard_confidence, options.confidence));
  }
  const auto baselines = choose_baselines(results, options.baseline);
  const auto all = judged_runs(results, options.target, !options.metrics.empty());
  const auto groups = options.only ? groups_matching(*options.only, all) : all;
  Comparison comparison;
  comparison.is_by_paradigm = options.baseline == baseline_by_paradigm;
  comparison.confidence = options.confidence;
  comparison.metrics = metrics_asked_for(results, options.metrics, options.target);
  auto& rows = comparison.rows;
  comparison.has_theory = options.theory != nullptr;
  for (const RunGroup& group : groups) {
    rows.push_back(row_of(group, all, baselines, comparison.metrics, options.confidence));
    if (options.theory != nullptr) add_theory(rows.back(), group, *options.theory, options.confidence);
  }
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t last = first;
    while (last < rows.size() && rows[last].scenario == rows[first].scenario) ++last;
    name_fastest(std::span(rows).subspan(first, last - first), Groups(groups).subspan(first, last - first));
    first = last;
  }
  return comparison;
}

}  // namespace lowband
