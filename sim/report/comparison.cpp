#include "sim/report/comparison.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/baseline.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

namespace {

using Groups = std::span<const RunGroup>;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Over the finite values; there are none of a figure that a run does not have.
Statistic statistic_of(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  Statistic statistic;
  statistic.count = values.size();
  if (values.empty()) return statistic;
  const auto n = static_cast<double>(values.size());
  double sum = 0.0;
  for (const double value : values) sum += value;
  statistic.mean = sum / n;
  double squares = 0.0;
  for (const double value : values) squares += (value - statistic.mean) * (value - statistic.mean);
  if (values.size() > 1) statistic.deviation = std::sqrt(squares / (n - 1.0));
  return statistic;
}

template <class Figure>
Statistic over_seeds(const RunGroup& group, Figure&& figure) {
  std::vector<double> values;
  for (const RunRecord* run : group.runs) values.push_back(figure(run->summary));
  return statistic_of(std::move(values));
}

template <class Figure>
Statistic over_reached(const RunGroup& group, Figure&& figure) {
  std::vector<double> values;
  for (const auto& reached : group.reached) {
    if (reached) values.push_back(figure(*reached));
  }
  return statistic_of(std::move(values));
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
Statistic against(const RunGroup& baseline, const RunGroup& group, Ratio&& ratio) {
  std::vector<double> values;
  for (std::size_t i = 0; i < group.runs.size(); ++i) {
    const Reached* other = counterpart_of(i, group, baseline);
    values.push_back(other != nullptr ? ratio(*group.reached[i], *other) : none);
  }
  return statistic_of(std::move(values));
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

void add_target(ComparisonRow& row, const RunGroup& group) {
  row.target = group.target;
  if (!group.target.exists()) return;
  row.target_text = target_text(*group.results, group.target);
  row.target_samples = group.target.accuracy ? test_samples_of(*group.results, group.target.of)
                                             : train_samples_of(*group.results, group.target.of);
  row.time_to_target_s = over_reached(group, [](const Reached& reached) { return reached.sim_time_s; });
  row.bytes_to_target =
      over_reached(group, [](const Reached& reached) { return static_cast<double>(reached.bytes_sent); });
  for (const auto& reached : group.reached) {
    if (reached && reached->is_short) ++row.reached_short;
    if (reached && reached->is_lost) ++row.reached_lost;
  }
}

void add_figures(ComparisonRow& row, const RunGroup& group) {
  const auto final_figure = [&group](double MetricsRow::*member) {
    return over_seeds(group, [member](const Summary& s) { return s.final.*member; });
  };
  row.worker_test_samples = test_samples_of(*group.results, TargetOf::workers);
  row.sim_time_s = over_seeds(group, [](const Summary& s) { return s.sim_time_s; });
  row.bytes_sent = over_seeds(group, [](const Summary& s) { return static_cast<double>(s.bytes_sent); });
  row.bits_per_parameter = over_seeds(group, [](const Summary& s) { return s.bits_per_parameter; });
  row.mean_staleness = over_seeds(group, [](const Summary& s) { return s.mean_staleness; });
  row.workers_test_accuracy = final_figure(&MetricsRow::workers_test_accuracy);
  row.worst_worker_test_accuracy = final_figure(&MetricsRow::worst_worker_test_accuracy);
  row.test_accuracy = final_figure(&MetricsRow::test_accuracy);
  row.workers_train_loss = final_figure(&MetricsRow::workers_train_loss);
  row.worst_worker_train_loss = final_figure(&MetricsRow::worst_worker_train_loss);
  row.train_loss = final_figure(&MetricsRow::train_loss);
  row.consensus_distance = final_figure(&MetricsRow::consensus_distance);
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

void add_comparison(ComparisonRow& row, const RunGroup& group, const Baseline& baseline, Groups groups) {
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
    row.speed_up = against(*runs, group,
                           [](const Reached& own, const Reached& other) { return other.sim_time_s / own.sim_time_s; });
    row.bytes_saved = against(*runs, group, [](const Reached& own, const Reached& other) {
      return 1.0 - static_cast<double>(own.bytes_sent) / static_cast<double>(other.bytes_sent);
    });
  }
  if (row.time_to_target_s.count > 0 && row.speed_up.count == 0) row.why_not = why_not(group, baseline, runs);
}

/// Names the fastest of the rows of one scenario, unless their experiments cannot be compared.
void name_fastest(std::span<ComparisonRow> rows, Groups groups) {
  const bool comparable = std::all_of(groups.begin(), groups.end(), [&groups](const RunGroup& group) {
    return differences(groups.front(), group).empty();
  });
  if (!comparable || rows.size() < 2) return;
  const auto is_eligible = [](const ComparisonRow& row) {
    return row.time_to_target_s.count == row.seeds && row.unstable + row.diverged + row.reached_lost == 0;
  };
  double least = std::numeric_limits<double>::infinity();
  for (const auto& row : rows) {
    if (is_eligible(row)) least = std::min(least, row.time_to_target_s.mean);
  }
  for (auto& row : rows) row.is_fastest = is_eligible(row) && row.time_to_target_s.mean == least;
}

}  // namespace

Comparison compare(std::span<const ResultsFolder> results, const std::optional<std::string>& baseline,
                   const TargetOptions& options) {
  const auto baselines = choose_baselines(results, baseline);
  auto groups = group_runs(results);
  judge(groups, options);
  const bool has_target =
      std::any_of(groups.begin(), groups.end(), [](const RunGroup& group) { return group.target.exists(); });
  if (options.of && !has_target) throw UsageError("--of: has no effect without a target: name one with --target");
  Comparison comparison;
  comparison.is_by_paradigm = baseline == baseline_by_paradigm;
  auto& rows = comparison.rows;
  for (const RunGroup& group : groups) {
    ComparisonRow& row = rows.emplace_back();
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
    add_target(row, group);
    add_figures(row, group);
    for (const auto& other : baselines) {
      if (other.paradigm && *other.paradigm != group.paradigm) continue;
      add_comparison(row, group, other, groups);
    }
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
