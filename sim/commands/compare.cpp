// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <span>

#include "sim/base/error.hpp"
#include "sim/commands/read_all_results.hpp"
#include "sim/commands/results_theory.hpp"
#include "sim/report/best_report.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/comparison_figures.hpp"
#include "sim/report/comparison_format.hpp"
#include "sim/report/run_table.hpp"

namespace lowband {

namespace {

/// Throws UsageError for an option that has no effect beside the others.
void check_effects(const CompareOptions& options) {
  if (options.data && !options.theory) throw UsageError("--data: has no effect without --theory");
  if (options.per_run) {
    if (options.theory) throw UsageError("--theory: has no effect with --per-run");
    if (options.best) throw UsageError("--best: has no effect with --per-run, which names no winners");
    if (options.baseline) throw UsageError("--baseline: has no effect with --per-run, which compares with none");
    if (options.confidence)
      throw UsageError("--confidence: has no effect with --per-run, which has no means over seeds");
  }
  if (!options.best) return;
  if (options.theory) throw UsageError("--theory: has no effect with --best, which has figures of its own");
  if (!options.metrics.empty()) throw UsageError("--metric: has no effect with --best, which has figures of its own");
  if (options.sort) throw UsageError("--sort: has no effect with --best, which has a line per scenario");
  if (options.baseline && *options.best == "accuracy") {
    throw UsageError("--baseline: has no effect with --best accuracy, which has no speed-ups");
  }
}

/// Throws UsageError if there is no interval that a confidence could be of.
void check_intervals(const Comparison& comparison) {
  const bool has_interval = std::any_of(comparison.rows.begin(), comparison.rows.end(),
                                        [](const ComparisonRow& row) { return row.finished > 1; });
  if (!has_interval) throw UsageError("--confidence: has no effect, as no algorithm has runs with several seeds");
}

std::string text_of(std::span<const ResultsFolder> results, const CompareOptions& options) {
  check_effects(options);
  if (options.per_run)
    return format_runs(results, {options.target, options.only, options.metrics, options.sort}, options.format);
  auto metrics = options.metrics;
  std::optional<Theory> theory;
  if (options.theory) {
    theory = theory_of(results, options.data);
    if (std::find(metrics.begin(), metrics.end(), "mean-gradient") == metrics.end())
      metrics.emplace_back("mean-gradient");
  }
  Comparison comparison = compare(results, {.baseline = options.baseline,
                                            .target = options.target,
                                            .only = options.only,
                                            .confidence = options.confidence.value_or(standard_confidence),
                                            .metrics = metrics,
                                            .theory = theory ? &*theory : nullptr});
  if (options.confidence) check_intervals(comparison);
  if (options.best) return format_best(comparison, best_by_named(*options.best), options.format);
  if (options.sort) sort_rows(comparison, *options.sort);
  return format_comparison(comparison, options.format);
}

}  // namespace

int compare_command(const CompareOptions& options) {
  const std::string text = text_of(read_all_results(options.dirs), options);
  // What is buffered may fail as late as in the flush: a full disk behind a redirection must not look like success.
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0) {
    throw UsageError(fmt::format("standard output: cannot be written: {}", std::strerror(errno)));
  }
  return 0;
}

}  // namespace lowband
