// SPDX-License-Identifier: Apache-2.0
#include "sim/report/best.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/report/comparison_notes.hpp"

namespace lowband {

namespace {

using Row = ComparisonRow;
using Rows = std::vector<const Row*>;

double SeedFigures::*figure_of(BestBy by) {
  switch (by) {
    case BestBy::time:
      return &SeedFigures::time_to_target_s;
    case BestBy::bytes:
      return &SeedFigures::bytes_to_target;
    case BestBy::accuracy:
      return &SeedFigures::test_accuracy;
  }
  return nullptr;
}

bool is_less_better(BestBy by) { return by != BestBy::accuracy; }

/// The figure of each seed, ascending by seed.
std::vector<double> values_of(const Row& row, BestBy by) {
  std::vector<double> values;
  for (const auto& run : row.runs) values.push_back(run.*figure_of(by));
  return values;
}

bool have_same_seeds(const Row& one, const Row& other) {
  return std::equal(one.runs.begin(), one.runs.end(), other.runs.begin(), other.runs.end(),
                    [](const SeedFigures& a, const SeedFigures& b) { return a.seed == b.seed; });
}

/// By how much the figure of `winner` is better than that of `other`.
Difference margin_of(const Row& winner, const Row& other, BestBy by, double confidence) {
  auto better = values_of(winner, by);
  auto worse = values_of(other, by);
  if (is_less_better(by)) std::swap(better, worse);
  return have_same_seeds(winner, other) ? paired_difference(better, worse, confidence)
                                        : unpaired_difference(better, worse, confidence);
}

Separation separation_of(const Difference& margin, double size) {
  constexpr double rounding = 1e-12;  // of means of equal figures
  const double least = rounding * std::abs(size);
  const bool is_known = !std::isnan(margin.half_width);
  if (margin.mean <= least && (!is_known || margin.half_width <= least)) return Separation::equal;
  if (!is_known) return Separation::one_seed;
  return margin.mean > margin.half_width ? Separation::yes : Separation::no;
}

/// Why nobody wins among `rows`, those of a scenario.
std::string why_none(const Rows& rows) {
  const auto all = [&rows](auto&& holds) { return std::all_of(rows.begin(), rows.end(), holds); };
  if (!rows.front()->differences.empty()) {
    return fmt::format("the experiments differ in {}", fmt::join(rows.front()->differences, ", "));
  }
  if (rows.size() == 1) return fmt::format("{} is the only algorithm", rows.front()->label);
  if (all([](const Row* row) { return row->finished < row->seeds; })) return "no algorithm has finished";
  if (all([](const Row* row) { return row->target.exists(); })) {
    return "no algorithm reached the target with every seed and holds it at the end";
  }
  return "no algorithm finished soundly with every seed";
}

Best best_of_scenario(const Rows& rows, BestBy by, double confidence) {
  Best best;
  best.scenario = rows.front()->scenario;
  struct Entry {
    const Row* row;
    Statistic figure;
  };
  std::vector<Entry> entries;
  for (const Row* row : rows) {
    if (!row->may_win) continue;
    const Statistic figure = statistic_of(values_of(*row, by), confidence);
    if (figure.count == row->seeds) entries.push_back({row, figure});
  }
  if (entries.empty() || rows.size() == 1 || !rows.front()->differences.empty()) {
    best.why_none = why_none(rows);
    return best;
  }
  std::stable_sort(entries.begin(), entries.end(), [by](const Entry& a, const Entry& b) {
    return is_less_better(by) ? a.figure.mean < b.figure.mean : a.figure.mean > b.figure.mean;
  });
  const Entry& winner = entries.front();
  best.winner = {winner.row->label, winner.figure, target_marks(*winner.row)};
  best.baseline = winner.row->baseline;
  best.speed_up = winner.row->speed_up;
  best.bytes_saved = winner.row->bytes_saved;
  for (auto other = entries.begin() + 1; other != entries.end(); ++other) {
    const Difference margin = margin_of(*winner.row, *other->row, by, confidence);
    const Separation separation = separation_of(margin, winner.figure.mean);
    if (other == entries.begin() + 1) {
      best.next = {other->row->label, other->figure, target_marks(*other->row)};
      best.margin = margin;
      best.separation = separation;
    }
    if (separation == Separation::no || separation == Separation::equal) best.as_good.push_back(other->row->label);
  }
  return best;
}

void check_figures(const Comparison& comparison, BestBy by) {
  const auto none = [&comparison](auto&& holds) {
    return std::none_of(comparison.rows.begin(), comparison.rows.end(), holds);
  };
  if (by != BestBy::accuracy) {
    if (none([](const Row& row) { return row.target.exists(); })) {
      throw UsageError(fmt::format("--best {}: there is no target to reach: name one with --target",
                                   best_by_names()[static_cast<std::size_t>(by)]));
    }
    return;
  }
  const auto has_accuracy = [](const Row& row) {
    return std::any_of(row.runs.begin(), row.runs.end(),
                       [](const SeedFigures& run) { return !std::isnan(run.test_accuracy); });
  };
  const auto is_run = [](const Row& row) { return row.finished > 0; };
  if (none(has_accuracy) && !none(is_run)) {
    throw UsageError("--best accuracy: there is no test accuracy, as the model has none, or nothing was learned");
  }
}

}  // namespace

const std::vector<std::string>& best_by_names() {
  static const std::vector<std::string> names = {"time", "bytes", "accuracy"};
  return names;
}

BestBy best_by_named(std::string_view name) {
  const auto& names = best_by_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<BestBy>(found - names.begin());
  fail_choice("--best", name, names);
}

std::string name_of(Separation separation) {
  switch (separation) {
    case Separation::yes:
      return "yes";
    case Separation::no:
      return "no";
    case Separation::one_seed:
      return "one seed";
    case Separation::equal:
      return "equal";
    case Separation::alone:
      return "alone";
  }
  return "";
}

std::vector<Best> best_of(const Comparison& comparison, BestBy by) {
  check_figures(comparison, by);
  std::vector<Best> best;
  Rows rows;
  for (const auto& row : comparison.rows) {
    if (!rows.empty() && rows.front()->scenario != row.scenario) {
      best.push_back(best_of_scenario(rows, by, comparison.confidence));
      rows.clear();
    }
    rows.push_back(&row);
  }
  if (!rows.empty()) best.push_back(best_of_scenario(rows, by, comparison.confidence));
  return best;
}

}  // namespace lowband
