// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/place.hpp"
#include "sim/report/comparison_figures.hpp"
#include "sim/report/comparison_table.hpp"
#include "sim/report/report_format.hpp"
#include "sim/results/json_object.hpp"

namespace lowband {

namespace {

/// "seed 3: unstable: REASON; ..."
std::string complaints_of(const ComparisonRow& row) {
  std::vector<std::string> texts;
  for (const auto& complaint : row.complaints) {
    texts.push_back(fmt::format("seed {}: {}: {}", complaint.seed, complaint.status, complaint.reason));
  }
  return fmt::format("{}", fmt::join(texts, "; "));
}

/// A row as programs get it.
Json record_of(const ComparisonRow& row, const Comparison& comparison) {
  const bool has_target = row.target.exists();
  Json record{
      {"experiment", row.experiment},
      {"scenario", row.scenario},
      {"algorithm", row.algorithm},
      {"paradigm", row.paradigm},
      {"compression", row.compression},
      {"seeds", row.seeds},
      {"finished", row.finished},
      {"unstable", row.unstable},
      {"diverged", row.diverged},
      {"diverged_at_iteration", row.diverged > 0 ? Json(row.diverged_at) : Json(nullptr)},
      {"reason", complaints_of(row)},
      {"target", target_notation(row.target)},
      {"target_accuracy", to_json(row.target.value_of("accuracy"))},
      {"target_loss", to_json(row.target.value_of("loss"))},
      {"target_of", has_target ? name_of(row.target.of) : ""},
      {"target_samples", has_target ? Json(row.target_samples) : Json(nullptr)},
      {"target_hold", has_target ? Json(row.target.hold) : Json(nullptr)},
      {"reached_target", row.time_to_target_s.count},
      {"reached_at_the_end_only", row.reached_short},
      {"lost_target_again", row.reached_lost},
      {"fastest", row.is_fastest},
      {"baseline", row.baseline},
      {"why_no_speed_up", row.why_not},
  };
  const auto add = [&record](const std::string& name, const Statistic& statistic) {
    record[name] = to_json(statistic.mean);
    record[name + "_std"] = to_json(statistic.deviation);
    record[name + "_ci"] = to_json(statistic.half_width);
  };
  for (const auto& figure : comparison_figures()) add(figure.name, row.*figure.statistic);
  for (std::size_t i = 0; i < comparison.metrics.size(); ++i) {
    add(comparison.metrics[i]->name(), i < row.metrics.size() ? row.metrics[i].statistic : Statistic{});
  }
  if (comparison.has_theory) {
    record["bound_name"] = row.theory.bound;
    add("bound", row.bound);
    record["why_no_bound"] = row.theory.why_not;
  }
  record["confidence"] = comparison.confidence;
  return record;
}

}  // namespace

std::string format_comparison(const Comparison& comparison, const std::string& format) {
  Report report = report_for_people(comparison);
  report.no_record = record_of({}, comparison);
  for (const auto& row : comparison.rows) report.records.push_back(record_of(row, comparison));
  return formatted(report, format);
}

}  // namespace lowband
