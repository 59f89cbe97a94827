// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>
#include <vector>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

using Row = ComparisonRow;

constexpr std::array figures{
    ComparisonFigure{"time_to_target_s", &Row::time_to_target_s, Better::less},
    ComparisonFigure{"bytes_to_target", &Row::bytes_to_target, Better::less},
    ComparisonFigure{"speed_up", &Row::speed_up, Better::more},
    ComparisonFigure{"bytes_saved", &Row::bytes_saved, Better::more},
    ComparisonFigure{"sim_time_s", &Row::sim_time_s, Better::less},
    ComparisonFigure{"bytes_sent", &Row::bytes_sent, Better::less},
    ComparisonFigure{"bits_per_parameter", &Row::bits_per_parameter, Better::less},
    ComparisonFigure{"mean_staleness", &Row::mean_staleness, Better::less},
    ComparisonFigure{"workers_test_accuracy", &Row::workers_test_accuracy, Better::more},
    ComparisonFigure{"worst_worker_test_accuracy", &Row::worst_worker_test_accuracy, Better::more},
    ComparisonFigure{"test_accuracy", &Row::test_accuracy, Better::more},
    ComparisonFigure{"workers_train_loss", &Row::workers_train_loss, Better::less},
    ComparisonFigure{"worst_worker_train_loss", &Row::worst_worker_train_loss, Better::less},
    ComparisonFigure{"train_loss", &Row::train_loss, Better::less},
    ComparisonFigure{"consensus_distance", &Row::consensus_distance, Better::less},
};

struct Text {
  const char* name;
  std::string Row::*text;
};

constexpr std::array figure_texts{
    Text{"algorithm", &Row::algorithm},
    Text{"paradigm", &Row::paradigm},
    Text{"compression", &Row::compression},
};

/// Where a row stands by a figure: first whether all, some or none of its seeds have it, then by how good it is.
std::pair<int, double> place_of(const Row& row, const Statistic& statistic, Better better) {
  if (statistic.count == 0) return {2, 0.0};
  return {statistic.count < row.seeds ? 1 : 0, better == Better::less ? statistic.mean : -statistic.mean};
}

/// Whether one row comes before another.
std::function<bool(const Row&, const Row&)> order_by(const std::string& column,
                                                     std::span<const Metric* const> metrics) {
  std::vector<std::string> names;
  for (const auto& [name, text] : figure_texts) {
    if (column == name) return [text](const Row& a, const Row& b) { return a.*text < b.*text; };
    names.emplace_back(name);
  }
  for (const auto& figure : figures) {
    if (column == figure.name) {
      const auto place = [&figure](const Row& row) { return place_of(row, row.*figure.statistic, figure.better); };
      return [place](const Row& a, const Row& b) { return place(a) < place(b); };
    }
    names.emplace_back(figure.name);
  }
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (column == metrics[i]->name()) {
      const auto place = [i, better = metrics[i]->facts().better](const Row& row) {
        return place_of(row, row.metrics[i].statistic, better);
      };
      return [place](const Row& a, const Row& b) { return place(a) < place(b); };
    }
    names.push_back(metrics[i]->name());
  }
  throw UsageError(fmt::format("--sort: expected a column, found \"{}\"{}", column, did_you_mean(column, names)));
}

}  // namespace

std::span<const ComparisonFigure> comparison_figures() { return figures; }

void sort_rows(Comparison& comparison, const std::string& column) {
  const auto is_before = order_by(column, comparison.metrics);
  auto& rows = comparison.rows;
  for (auto first = rows.begin(); first != rows.end();) {
    const auto last = std::find_if(first, rows.end(), [&](const Row& row) { return row.scenario != first->scenario; });
    std::stable_sort(first, last, is_before);
    first = last;
  }
}

}  // namespace lowband
