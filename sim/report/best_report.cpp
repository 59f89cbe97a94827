// SPDX-License-Identifier: Apache-2.0
#include "sim/report/best_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "sim/report/best_words.hpp"
#include "sim/report/comparison_cells.hpp"
#include "sim/report/comparison_notes.hpp"
#include "sim/report/report_format.hpp"
#include "sim/results/json_object.hpp"

namespace lowband {

namespace {

/// How a figure of what is best is shown.
struct Shown {
  const char* figure;  ///< over its column
  const char* record;  ///< its name for programs
  std::string (*cell)(const Statistic&, std::size_t);
};

Shown shown(BestBy by) {
  switch (by) {
    case BestBy::time:
      return {"time to target", "time_to_target_s", seconds_cell};
    case BestBy::bytes:
      return {"bytes to target", "bytes_to_target", bytes_cell};
    case BestBy::accuracy:
      break;
  }
  return {"accuracy", "test_accuracy", accuracy_cell};
}

Json record_of(const Best& best, BestBy by, double confidence) {
  Json record{{"scenario", best.scenario}, {"by", shown(by).record}};
  const auto add = [&record](const std::string& who, const Contestant& contestant) {
    record[who] = contestant.label;
    record[who + "_seeds"] = contestant.figure.count;
    record[who + "_mean"] = to_json(contestant.figure.mean);
    record[who + "_std"] = to_json(contestant.figure.deviation);
    record[who + "_ci"] = to_json(contestant.figure.half_width);
  };
  add("best", best.winner);
  add("next", best.next);
  record["margin"] = to_json(best.margin.mean);
  record["margin_ci"] = to_json(best.margin.half_width);
  record["margin_of_winner"] = to_json(best.margin.mean / best.winner.figure.mean);
  record["paired"] = best.margin.is_paired;
  record["separated"] = best.why_none.empty() ? name_of(best.separation) : "";
  record["as_good"] = fmt::format("{}", fmt::join(best.as_good, "; "));
  record["baseline"] = best.baseline;
  record["speed_up"] = to_json(best.speed_up.mean);
  record["speed_up_ci"] = to_json(best.speed_up.half_width);
  record["bytes_saved"] = to_json(best.bytes_saved.mean);
  record["bytes_saved_ci"] = to_json(best.bytes_saved.half_width);
  record["confidence"] = confidence;
  record["why_no_winner"] = best.why_none;
  return record;
}

/// The margin as a cell: "1.97 ± 0.11 s (160 %)", the share being that of the winner's figure.
std::string margin_cell(const Best& best, BestBy by) {
  if (std::isnan(best.margin.mean)) return "-";
  Statistic margin;
  margin.count = std::isnan(best.margin.half_width) ? 1 : 2;
  margin.mean = best.margin.mean;
  margin.deviation = best.margin.half_width;
  margin.half_width = best.margin.half_width;
  if (by == BestBy::accuracy) return percent_cell(margin, margin.count, 2);
  return fmt::format("{} ({:.3g} %)", shown(by).cell(margin, margin.count),
                     100.0 * best.margin.mean / best.winner.figure.mean);
}

BestColumn text_column(const char* header, std::function<std::string(const Best&)> text) {
  return {{header, true},
          [text](const Best& one) { return text(one).empty() ? "-" : text(one); },
          [text](const Best& one) { return text(one).empty() ? Json(nullptr) : Json(text(one)); }};
}

TextTable table_of(std::span<const Best> best, BestBy by) {
  TextTable table;
  const auto columns = best_columns(best, by);
  for (const auto& column : columns) table.columns.push_back(column.column);
  for (const auto& one : best) {
    auto& cells = table.rows.emplace_back();
    for (const auto& column : columns) cells.push_back(column.cell(one));
  }
  return table;
}

}  // namespace

std::vector<BestColumn> best_columns(std::span<const Best> best, BestBy by) {
  const auto contestant = [by](const char* header, Contestant Best::*who) {
    return BestColumn{{header},
                      [who, by](const Best& one) {
                        const Contestant& it = one.*who;
                        return shown(by).cell(it.figure, it.figure.count) + (by == BestBy::accuracy ? "" : it.marks);
                      },
                      [who](const Best& one) { return to_json((one.*who).figure.mean); }};
  };
  std::vector<BestColumn> columns{
      text_column("scenario", [](const Best& one) { return one.scenario; }),
      text_column("best", [](const Best& one) { return one.winner.label; }),
      contestant(shown(by).figure, &Best::winner),
      text_column("next", [](const Best& one) { return one.next.label; }),
      contestant("the next's", &Best::next),
      {{"margin"},
       [by](const Best& one) { return margin_cell(one, by); },
       [](const Best& one) { return to_json(one.margin.mean / one.winner.figure.mean); }},
      text_column("seeds tell", [](const Best& one) { return one.why_none.empty() ? name_of(one.separation) : ""; }),
  };
  const auto add = [&](const char* header, Statistic Best::*statistic, std::string (*cell)(const Statistic&)) {
    if (std::none_of(best.begin(), best.end(), [statistic](const Best& one) { return (one.*statistic).count > 0; })) {
      return;
    }
    columns.push_back({{header},
                       [statistic, cell](const Best& one) {
                         const bool is_baseline = !one.baseline.empty() && one.winner.label == one.baseline;
                         return is_baseline ? "baseline" : cell(one.*statistic);
                       },
                       [statistic](const Best& one) { return to_json((one.*statistic).mean); }});
  };
  if (by == BestBy::time) {
    add("speed-up", &Best::speed_up, [](const Statistic& one) { return factor_cell(one, one.count); });
  } else if (by == BestBy::bytes) {
    add("bytes saved", &Best::bytes_saved, [](const Statistic& one) { return percent_cell(one, one.count, 1); });
  }
  return columns;
}

std::vector<std::string> best_meanings(std::span<const Best> best, BestBy by, double confidence) {
  std::vector<std::string> notes;
  const auto any = [best](auto&& holds) { return std::any_of(best.begin(), best.end(), holds); };
  const auto is_marked = [](const Best& one) { return !(one.winner.marks + one.next.marks).empty(); };
  if (by != BestBy::accuracy && any(is_marked)) notes.emplace_back(short_note);
  const auto is_known = [](const Best& one) { return !std::isnan(one.margin.half_width); };
  if (!any(is_known)) return notes;
  notes.push_back(interval_note(confidence));
  notes.push_back(fmt::format(
      "Seeds tell the two apart if the {:.6g} % confidence interval of the margin, {}, is above 0.", 100.0 * confidence,
      any([&](const Best& one) { return is_known(one) && !one.margin.is_paired; })
          ? "seed by seed where both have the same seeds (Student's t), else by Welch's t"
          : "seed by seed (Student's t)"));
  constexpr std::size_t few = 2;
  if (any([](const Best& one) { return one.separation == Separation::no && one.winner.figure.count == few; })) {
    notes.emplace_back("With two seeds only large differences can be told: three or more tell far more.");
  }
  return notes;
}

std::string format_best(const Comparison& comparison, BestBy by, const std::string& format) {
  const auto best = best_of(comparison, by);
  const double confidence = comparison.confidence;
  Report report{.heading = heading_of(comparison), .no_record = record_of({}, by, confidence)};
  report.tables.push_back({"", table_of(best, by)});
  report.notes = best_in_words(best, by, confidence);
  for (auto& note : best_meanings(best, by, confidence)) report.notes.push_back(std::move(note));
  for (const auto& one : best) report.records.push_back(record_of(one, by, confidence));
  return formatted(report, format);
}

}  // namespace lowband
