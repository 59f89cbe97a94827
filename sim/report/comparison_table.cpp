// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "sim/report/comparison_cells.hpp"
#include "sim/report/comparison_notes.hpp"
#include "sim/report/text_table.hpp"
#include "sim/results/json_object.hpp"

namespace lowband {

namespace {

using Rows = std::vector<const ComparisonRow*>;

using Column = ComparisonColumn;

std::string status_of(const ComparisonRow& row) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, const std::string& text) {
    if (count > 0) parts.push_back(row.seeds > 1 ? fmt::format("{}/{} {}", count, row.seeds, text) : text);
  };
  add(row.diverged, fmt::format("diverged (iteration {})", row.diverged_at));
  add(row.unstable, "unstable");
  add(row.seeds - row.finished, "not finished");
  return parts.empty() ? "finished" : fmt::format("{}", fmt::join(parts, ", "));
}

std::function<Json(const ComparisonRow&)> mean_of(Statistic ComparisonRow::*statistic) {
  return [statistic](const ComparisonRow& row) { return to_json((row.*statistic).mean); };
}

Column figure(const char* header, Statistic ComparisonRow::*statistic,
              std::string (*cell)(const Statistic&, std::size_t)) {
  return {{header},
          [statistic, cell](const ComparisonRow& row) { return cell(row.*statistic, row.seeds); },
          mean_of(statistic)};
}

Column text(const char* header, std::function<std::string(const ComparisonRow&)> cell) {
  const auto key = [cell](const ComparisonRow& row) { return Json(cell(row)); };
  return {{header, true}, std::move(cell), key};
}

/// What has no cell but "-" in any row of the comparison says nothing, and has no column.
class Columns {
 public:
  explicit Columns(const Comparison& comparison) : comparison_(comparison) {}

  [[nodiscard]] bool any(const std::function<bool(const ComparisonRow&)>& holds) const {
    return std::any_of(comparison_.rows.begin(), comparison_.rows.end(), holds);
  }
  void add(Column column) { columns_.push_back(std::move(column)); }
  void add(const char* header, Statistic ComparisonRow::*statistic,
           std::string (*cell)(const Statistic&, std::size_t)) {
    if (any([statistic](const ComparisonRow& row) { return (row.*statistic).count > 0; })) {
      add(figure(header, statistic, cell));
    }
  }
  [[nodiscard]] std::vector<Column> take() { return std::move(columns_); }

 private:
  const Comparison& comparison_;
  std::vector<Column> columns_;
};

/// How many seeds a figure at the target is of, "(2/3)", stands once: with the time, and with a speed-up of fewer.
void add_target_columns(Columns& columns) {
  const bool has_baseline = columns.any([](const ComparisonRow& row) { return !row.baseline.empty(); });
  const auto compared = [&](const char* header, Statistic ComparisonRow::*statistic,
                            std::function<std::string(const ComparisonRow&)> cell) {
    if (!has_baseline) return;
    Column column;
    column.column.header = header;
    column.cell = [cell = std::move(cell)](const ComparisonRow& row) {
      return row.label == row.baseline ? "baseline" : cell(row);
    };
    column.key = mean_of(statistic);
    columns.add(std::move(column));
  };
  columns.add(
      {{"time to target"},
       [](const ComparisonRow& row) { return seconds_cell(row.time_to_target_s, row.seeds) + target_marks(row); },
       mean_of(&ComparisonRow::time_to_target_s)});
  compared("speed-up", &ComparisonRow::speed_up, [](const ComparisonRow& row) {
    const bool is_of_fewer = row.speed_up.count < row.time_to_target_s.count;
    return factor_cell(row.speed_up, is_of_fewer ? row.seeds : row.speed_up.count);
  });
  columns.add({{"bytes to target"},
               [](const ComparisonRow& row) { return bytes_cell(row.bytes_to_target, row.bytes_to_target.count); },
               mean_of(&ComparisonRow::bytes_to_target)});
  compared("bytes saved", &ComparisonRow::bytes_saved,
           [](const ComparisonRow& row) { return percent_cell(row.bytes_saved, row.bytes_saved.count, 1); });
}

/// The models at the end: the workers' own, and the mean of them, or the server's, where a target is about it.
void add_quality_columns(Columns& columns, bool models_differ) {
  const bool has_accuracy = columns.any([](const ComparisonRow& row) { return row.test_accuracy.count > 0; });
  const bool has_loss_target =
      columns.any([](const ComparisonRow& row) { return row.target.value_of("loss").has_value(); });
  const auto is_about = [&columns](TargetOf of, const char* metric) {
    return columns.any([of, metric](const ComparisonRow& row) {
      return row.target.value_of(metric).has_value() && row.target.of == of;
    });
  };
  if (has_accuracy) {
    columns.add("accuracy", &ComparisonRow::workers_test_accuracy, accuracy_cell);
    if (models_differ) columns.add("worst worker", &ComparisonRow::worst_worker_test_accuracy, accuracy_cell);
    const std::pair<const char*, TargetOf> others[] = {{"mean model", TargetOf::mean_model},
                                                       {"server", TargetOf::server}};
    for (const auto& [heading, of] : others) {
      if (is_about(of, "accuracy")) columns.add(heading, &ComparisonRow::test_accuracy, accuracy_cell);
    }
  }
  if (!has_accuracy || has_loss_target) {
    const bool of_workers = columns.any([](const ComparisonRow& row) { return row.workers_train_loss.count > 0; });
    columns.add("train loss", &ComparisonRow::workers_train_loss, loss_cell);
    if (models_differ) columns.add("worst loss", &ComparisonRow::worst_worker_train_loss, loss_cell);
    if (is_about(TargetOf::server, "loss")) {
      columns.add("server's loss", &ComparisonRow::train_loss, loss_cell);
    } else if (!of_workers || is_about(TargetOf::mean_model, "loss")) {
      columns.add("mean model's loss", &ComparisonRow::train_loss, loss_cell);
    }
  }
  if (models_differ) columns.add("consensus", &ComparisonRow::consensus_distance, magnitude_cell);
}

/// What was asked for has a column, whatever there is to tell.
void add_metric_columns(Columns& columns, std::span<const Metric* const> metrics) {
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const auto cell = metric_cell(*metrics[i]);
    columns.add({{metrics[i]->name()},
                 [i, cell](const ComparisonRow& row) { return cell(row.metrics[i].statistic, row.seeds); },
                 [i](const ComparisonRow& row) { return to_json(row.metrics[i].statistic.mean); }});
  }
}

TextTable table_of(const Rows& rows, const std::vector<Column>& columns) {
  TextTable table;
  for (const auto& column : columns) table.columns.push_back(column.column);
  for (const ComparisonRow* row : rows) {
    auto& cells = table.rows.emplace_back();
    for (const auto& column : columns) cells.push_back(column.cell(*row));
  }
  return table;
}

/// The rows of each table: those of one scenario, and of one paradigm if each has a baseline of its own.
std::vector<Rows> rows_by_table(const Comparison& comparison) {
  std::vector<Rows> tables;
  for (const auto& row : comparison.rows) {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const Rows& rows) {
      return rows.front()->scenario == row.scenario &&
             (!comparison.is_by_paradigm || rows.front()->paradigm == row.paradigm);
    });
    (found == tables.end() ? tables.emplace_back() : *found).push_back(&row);
  }
  return tables;
}

/// "10Mbps", or "10Mbps, gossip (baseline: pr-sgd/gossip)"
std::string title_of(const Comparison& comparison, const ComparisonRow& row) {
  if (!comparison.is_by_paradigm) return row.scenario;
  return fmt::format("{}, {} (baseline: {})", row.scenario, row.paradigm,
                     row.baseline.empty() ? "none, as all compress" : row.baseline);
}

}  // namespace

std::vector<ComparisonColumn> comparison_columns(const Comparison& comparison) {
  Columns columns(comparison);
  columns.add(text("algorithm", [](const ComparisonRow& row) { return row.label; }));
  if (columns.any([](const ComparisonRow& row) { return row.target.exists(); })) add_target_columns(columns);
  columns.add("total time", &ComparisonRow::sim_time_s, seconds_cell);
  columns.add("total bytes", &ComparisonRow::bytes_sent, bytes_cell);
  columns.add("bits/param", &ComparisonRow::bits_per_parameter, number_cell);
  columns.add("staleness", &ComparisonRow::mean_staleness, number_cell);
  add_quality_columns(columns, models_differ(comparison));
  add_metric_columns(columns, comparison.metrics);
  if (comparison.has_theory) columns.add(figure("bound", &ComparisonRow::bound, loss_cell));
  columns.add(text("status", status_of));
  return columns.take();
}

Report report_for_people(const Comparison& comparison) {
  Report report;
  report.heading = heading_of(comparison);
  const auto columns = comparison_columns(comparison);
  for (const auto& rows : rows_by_table(comparison)) {
    report.tables.push_back({title_of(comparison, *rows.front()), table_of(rows, columns)});
  }
  report.notes = notes_of(comparison, report.tables);
  return report;
}

}  // namespace lowband
