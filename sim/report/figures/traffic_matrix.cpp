// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/traffic_matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/report/figures/node_axis.hpp"

namespace lowband {

namespace {

FigurePanel panel_of(const FigureRun& shown) {
  const RunRecord& run = *shown.record;
  FigurePanel panel{.title = fmt::format("{}, {}", shown.algorithm, run.summary.scenario), .x = {}, .y = {}};
  std::vector<std::string> names;
  for (const auto& node : run.workers) names.push_back(fmt::format("{} {}", node.role, node.worker));
  HeatMark cells;
  double most = 0.0;
  for (const auto& pair : run.peers) {
    const auto bytes = static_cast<double>(pair.bytes);
    most = std::max(most, bytes);
    const Box box{pair.to - 0.5, pair.to + 0.5, pair.from - 0.5, pair.from + 0.5,
                  fmt::format("{} to {}: {} in {} messages", names.at(static_cast<std::size_t>(pair.from)),
                              names.at(static_cast<std::size_t>(pair.to)), human_bytes(bytes), pair.messages)};
    cells.cells.push_back({box, bytes});
  }
  panel.x = axis_of_names("to", names);
  panel.y = axis_of_names("from", names);
  panel.y.is_downwards = true;
  panel.heat = {.label = "sent", .unit = byte_unit(most), .most = most > 0.0 ? most : 1.0};
  if (cells.cells.empty()) panel.absence = "nothing was sent";
  if (!cells.cells.empty()) panel.marks.emplace_back(std::move(cells));
  return panel;
}

}  // namespace

Figure traffic_matrix_figure(std::span<const FigureRun> runs) {
  Figure figure;
  figure.title = "who sends how much to whom";
  figure.shape = PanelShape::square;
  for (const auto& run : runs) figure.panels.push_back(panel_of(run));
  return figure;
}

Figure TrafficMatrixPlot::of_runs(std::span<const FigureRun> runs, const RunDetails& /*details*/) const {
  Figure figure = traffic_matrix_figure(runs);
  figure.panels = merged_runs(std::move(figure.panels), runs);
  return figure;
}

}  // namespace lowband
