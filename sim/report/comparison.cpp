#include "sim/report/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

using Groups = std::span<const RunGroup>;

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

constexpr double none = std::numeric_limits<double>::quiet_NaN();

const RunGroup* find_group(Groups groups, const ResultsFolder* results, const std::string& algorithm,
                           const std::string& scenario) {
  for (const auto& group : groups) {
    if ((results == nullptr || group.results == results) && group.algorithm == algorithm &&
        group.scenario == scenario) {
      return &group;
    }
  }
  return nullptr;
}

const RunGroup* find_baseline(const RunGroup& group, Groups groups, const std::optional<std::string>& name) {
  if (name) {
    const RunGroup* own = find_group(groups, group.results, *name, group.scenario);
    return own != nullptr ? own : find_group(groups, nullptr, *name, group.scenario);
  }
  // The same algorithm in all scenarios, even in one that it has not finished yet.
  for (const auto& other : groups) {
    if (other.results == group.results && other.paradigm == group.paradigm && other.compression == "none") {
      return find_group(groups, group.results, other.algorithm, group.scenario);
    }
  }
  return nullptr;
}

/// How a run compares, at the target, with the run of the baseline that has the same seed and target.
template <class Ratio>
Statistic against(const RunGroup& baseline, const RunGroup& group, Ratio&& ratio) {
  return over_seeds(group, [&](const Summary& own) {
    for (const RunRecord* run : baseline.runs) {
      const Summary& other = run->summary;
      const bool comparable = other.seed == own.seed && other.target_accuracy == own.target_accuracy &&
                              other.target_loss == own.target_loss;
      if (comparable && own.reached && other.reached) return ratio(*own.reached, *other.reached);
    }
    return none;
  });
}

void add_progress(ComparisonRow& row, const RunGroup& group) {
  row.seeds = group.runs.size() + group.missing;
  row.finished = group.runs.size();
  for (const RunRecord* run : group.runs) {
    const Summary& summary = run->summary;
    row.target_accuracy = summary.target_accuracy;
    row.target_loss = summary.target_loss;
    if (summary.status != "diverged") continue;
    row.diverged_at = row.diverged == 0 ? summary.iterations : std::min(row.diverged_at, summary.iterations);
    ++row.diverged;
  }
}

void add_figures(ComparisonRow& row, const RunGroup& group) {
  row.time_to_target_s = over_seeds(group, [](const Summary& s) { return s.reached ? s.reached->sim_time_s : none; });
  row.bytes_to_target =
      over_seeds(group, [](const Summary& s) { return s.reached ? static_cast<double>(s.reached->bytes_sent) : none; });
  row.final_test_accuracy = over_seeds(group, [](const Summary& s) { return s.final.test_accuracy; });
  row.final_train_loss = over_seeds(group, [](const Summary& s) { return s.final.train_loss; });
  row.bytes_sent = over_seeds(group, [](const Summary& s) { return static_cast<double>(s.bytes_sent); });
  row.bits_per_parameter = over_seeds(group, [](const Summary& s) { return s.bits_per_parameter; });
}

void add_comparison(ComparisonRow& row, const RunGroup& group, const RunGroup& baseline) {
  row.baseline = baseline.label;
  row.speed_up = against(baseline, group,
                         [](const Target& own, const Target& other) { return other.sim_time_s / own.sim_time_s; });
  row.bytes_saved = against(baseline, group, [](const Target& own, const Target& other) {
    return 1.0 - static_cast<double>(own.bytes_sent) / static_cast<double>(other.bytes_sent);
  });
}

}  // namespace

std::vector<ComparisonRow> compare(std::span<const ResultsFolder> results, const std::optional<std::string>& baseline) {
  const auto groups = group_runs(results);
  const auto names = distinct(groups, &RunGroup::algorithm);
  if (baseline && std::find(names.begin(), names.end(), *baseline) == names.end()) {
    throw UsageError(fmt::format("--baseline: expected the name of an algorithm, found \"{}\"{}", *baseline,
                                 did_you_mean(*baseline, names)));
  }
  std::vector<ComparisonRow> rows;
  for (const RunGroup& group : groups) {
    ComparisonRow& row = rows.emplace_back();
    row.experiment = group.experiment;
    row.scenario = group.scenario;
    row.algorithm = group.algorithm;
    row.label = group.label;
    row.paradigm = group.paradigm;
    row.compression = group.compression;
    add_progress(row, group);
    add_figures(row, group);
    if (const RunGroup* other = find_baseline(group, groups, baseline)) add_comparison(row, group, *other);
  }
  return rows;
}

}  // namespace lowband
