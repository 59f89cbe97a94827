// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison_notes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/report/add_new.hpp"
#include "sim/report/findings.hpp"
#include "sim/report/panel_title.hpp"

namespace lowband {

namespace {

using Lines = std::vector<std::string>;

bool any(const Comparison& comparison, const std::function<bool(const ComparisonRow&)>& holds) {
  return std::any_of(comparison.rows.begin(), comparison.rows.end(), holds);
}

/// The values of `text` that are not empty, each once.
Lines distinct_texts(const Comparison& comparison, const std::function<std::string(const ComparisonRow&)>& text) {
  Lines texts;
  for (const auto& row : comparison.rows) {
    const std::string one = text(row);
    if (!one.empty()) add_new(texts, one);
  }
  return texts;
}

/// What is said once for all the scenarios in which it holds.
struct Finding {
  std::string subject;
  std::string text;
  Lines scenarios;
};

void add_finding(std::vector<Finding>& all, const std::string& subject, const std::string& text,
                 const std::string& scenario) {
  auto found = std::find_if(all.begin(), all.end(),
                            [&](const Finding& finding) { return finding.subject == subject && finding.text == text; });
  if (found == all.end()) found = all.insert(all.end(), {subject, text, {}});
  add_new(found->scenarios, scenario);
}

/// Where something holds, of all scenarios of the comparison.
std::string in_those(const Comparison& comparison, const Lines& scenarios) {
  return in_scenarios(scenarios,
                      distinct_texts(comparison, [](const ComparisonRow& row) { return row.scenario; }).size());
}

void add_fastest(Lines& lines, const Comparison& comparison) {
  std::vector<Finding> winners;
  for (const auto& row : comparison.rows) {
    if (row.is_fastest) add_finding(winners, row.label + target_marks(row), "", row.scenario);
  }
  if (winners.empty()) return;
  Lines texts;
  for (const auto& winner : winners) texts.push_back(winner.subject + in_those(comparison, winner.scenarios));
  lines.push_back(fmt::format("Fastest to the target, and still there at the end: {}.", fmt::join(texts, "; ")));
}

/// " (seed 1; 2 of 3 seeds)": of which seed the reason is, and how many there are like it.
std::string of_seeds(const ComparisonRow& row, const Complaint& first, std::size_t count) {
  return row.seeds == 1 ? "" : fmt::format(" (seed {}; {} of {} seeds)", first.seed, count, row.seeds);
}

/// The reason of the first seed that is unstable, and of the first that diverged; others' read alike.
void add_complaints(Lines& lines, const Comparison& comparison) {
  std::vector<Finding> findings;
  for (const auto& row : comparison.rows) {
    for (const std::string status : {"diverged", "unstable"}) {
      const auto first = std::find_if(row.complaints.begin(), row.complaints.end(),
                                      [&status](const Complaint& complaint) { return complaint.status == status; });
      if (first == row.complaints.end()) continue;
      const bool is_unstable = status == "unstable";
      add_finding(findings, fmt::format("{} {}{}", row.label, is_unstable ? "is " : "", status),
                  first->reason + of_seeds(row, *first, is_unstable ? row.unstable : row.diverged), row.scenario);
    }
  }
  for (const auto& [subject, reason, scenarios] : findings) {
    lines.push_back(fmt::format("{}{}: {}", subject, in_those(comparison, scenarios), reason));
  }
}

void add_gaps(Lines& lines, const Comparison& comparison) {
  for (const auto& why_not : distinct_texts(comparison, [](const ComparisonRow& row) { return row.why_not; })) {
    const auto of_rows = [&](std::string ComparisonRow::*member) {
      return distinct_texts(comparison,
                            [&](const ComparisonRow& row) { return row.why_not == why_not ? row.*member : ""; });
    };
    lines.push_back(fmt::format("No speed-up of {}{}: {}.", listed(of_rows(&ComparisonRow::label)),
                                in_those(comparison, of_rows(&ComparisonRow::scenario)), why_not));
  }
}

/// Whether `holds` for any figure of the tables; names and statuses are none.
bool any_figure(const std::vector<TitledTable>& tables, const std::function<bool(const std::string&)>& holds) {
  for (const auto& [title, table] : tables) {
    for (const auto& row : table.rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (!table.columns[i].is_text && holds(row[i])) return true;
      }
    }
  }
  return false;
}

void add_marks(Lines& lines, const Comparison& comparison, const std::vector<TitledTable>& tables) {
  if (any(comparison, [](const ComparisonRow& row) { return row.reached_lost > 0; })) {
    lines.emplace_back(lost_note);
  }
  if (any(comparison, [](const ComparisonRow& row) { return row.reached_short > 0; })) {
    lines.emplace_back(short_note);
  }
  if (any_figure(tables, [](const std::string& cell) { return cell.find("±") != std::string::npos; })) {
    lines.push_back(interval_note(comparison.confidence));
  }
  if (any_figure(tables, [](const std::string& cell) { return cell.find(" (") != std::string::npos; })) {
    lines.emplace_back("(1/3): one of three seeds has the figure.");
  }
}

/// What the figures of the models at the end are of.
void add_models(Lines& lines, const Comparison& comparison) {
  if (!any(comparison, [](const ComparisonRow& row) { return row.consensus_distance.count > 0; })) return;
  const auto samples = distinct_texts(comparison, [](const ComparisonRow& row) {
    const bool has_accuracy = row.workers_test_accuracy.count > 0;
    return has_accuracy && row.worker_test_samples > 0 ? std::to_string(row.worker_test_samples) : "";
  });
  const std::string on = samples.empty() ? "" : fmt::format(" on {} test samples", fmt::join(samples, " or "));
  if (models_differ(comparison)) {
    lines.push_back(fmt::format(
        "At the end, of the workers' own models{}: their mean, the worst, and as consensus their mean squared "
        "distance from the mean model.",
        on));
  } else {
    lines.push_back(fmt::format("At the end all workers have the same model{}.", on.empty() ? "" : ", tested" + on));
  }
}

/// What the figures are that were asked for.
void add_metrics(Lines& lines, const Comparison& comparison) {
  for (std::size_t i = 0; i < comparison.metrics.size(); ++i) {
    const auto texts = distinct_texts(comparison, [i](const ComparisonRow& row) { return row.metrics[i].text; });
    lines.push_back(fmt::format("{}: {}, at the end.", comparison.metrics[i]->name(), fmt::join(texts, "; or ")));
  }
}

/// Which bounds those are, with which constants, and why others have none.
void add_theory(Lines& lines, const Comparison& comparison) {
  if (!comparison.has_theory) return;
  lines.emplace_back("bound: what theory says at most of the mean squared gradient norm, mean-gradient.");
  std::vector<Finding> findings;
  for (const auto& row : comparison.rows) {
    const AlgorithmTheory& theory = row.theory;
    const std::string text =
        theory.why_not.empty() ? fmt::format("{}, with {}", theory.bound, theory.constants)
                               : fmt::format("{}{}{}", theory.bound, theory.bound.empty() ? "" : ": ", theory.why_not);
    const std::string kind = theory.why_not.empty() ? "Bound of " : "No bound of ";
    add_finding(findings, kind + row.label, text, row.scenario);
  }
  for (const auto& [subject, text, scenarios] : findings) lines.push_back(fmt::format("{}: {}.", subject, text));
}

void add_staleness(Lines& lines, const Comparison& comparison) {
  if (!any(comparison, [](const ComparisonRow& row) { return row.mean_staleness.count > 0; })) return;
  lines.emplace_back(
      "Staleness: the mean number of server steps, or exchanges, that changed a model between reading it and changing "
      "it.");
}

void add_sizes(Lines& lines, const Comparison& comparison) {
  const auto labels =
      distinct_texts(comparison, [](const ComparisonRow& row) { return row.has_exact_sizes ? "" : row.label; });
  if (labels.empty()) return;
  lines.push_back(
      fmt::format("Messages of {} are as large as codes of normal vectors, as nothing was learned.", listed(labels)));
}

}  // namespace

std::vector<std::string> heading_of(const Comparison& comparison) {
  Lines lines;
  const auto targets = distinct_texts(comparison, [](const ComparisonRow& row) { return row.target_text; });
  const bool is_common =
      targets.size() == 1 && !any(comparison, [](const ComparisonRow& row) { return row.target_text.empty(); });
  for (const auto& target : targets) {
    const auto experiments = distinct_texts(
        comparison, [&target](const ComparisonRow& row) { return row.target_text == target ? row.experiment : ""; });
    lines.push_back(is_common ? fmt::format("Target: {}", target)
                              : fmt::format("Target of {}: {}", fmt::join(experiments, ", "), target));
  }
  if (targets.empty()) return lines;
  const auto baselines = distinct_texts(comparison, [](const ComparisonRow& row) { return row.baseline; });
  if (baselines.empty()) {
    lines.emplace_back("Baseline: none, as every algorithm compresses; --baseline names one");
  } else {
    lines.push_back(fmt::format("Baseline: {} (speed-up and bytes saved are those at the target)",
                                comparison.is_by_paradigm ? "one for each paradigm" : baselines.front()));
  }
  return lines;
}

std::vector<std::string> notes_of(const Comparison& comparison, const std::vector<TitledTable>& tables) {
  Lines lines;
  add_fastest(lines, comparison);
  add_complaints(lines, comparison);
  add_gaps(lines, comparison);
  add_marks(lines, comparison, tables);
  add_models(lines, comparison);
  add_metrics(lines, comparison);
  add_theory(lines, comparison);
  add_staleness(lines, comparison);
  add_sizes(lines, comparison);
  return lines;
}

std::string target_marks(const ComparisonRow& row) {
  return fmt::format("{}{}", row.reached_lost > 0 ? " †" : "", row.reached_short > 0 ? " ‡" : "");
}

std::string interval_note(double confidence) {
  return fmt::format("±: half of the {:.6g} % confidence interval of the mean over the seeds (Student's t).",
                     100.0 * confidence);
}

bool models_differ(const Comparison& comparison) {
  constexpr double rounding = 1e-12;  // of a mean of equal figures
  return any(comparison, [](const ComparisonRow& row) {
    const auto apart = [](const Statistic& own, const Statistic& worst) {
      return own.count > 0 && std::abs(own.mean - worst.mean) > rounding * std::abs(own.mean);
    };
    return row.consensus_distance.mean > 0.0 || apart(row.workers_test_accuracy, row.worst_worker_test_accuracy) ||
           apart(row.workers_train_loss, row.worst_worker_train_loss);
  });
}

}  // namespace lowband
