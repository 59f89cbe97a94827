// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/run_charts.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/report/figures/breakdown_figure.hpp"
#include "sim/report/figures/timeline_figure.hpp"
#include "sim/report/figures/traffic_matrix.hpp"
#include "sim/report/figures/utilisation_figure.hpp"

namespace lowband {

namespace {

enum Chart : std::size_t { platform, links, breakdown, boxes, matrix };

}  // namespace

RunCharts::RunCharts()
    : charts_{{"platform", "The platform, and how busy its links are", {}},
              {"links", "Busy links over time", {}},
              {"breakdown", "What nodes do with their time", {}},
              {"timeline", "What nodes do when", {}},
              {"matrix", "Who sends how much to whom", {}}} {}

void RunCharts::add(const RunTimeline& run, const RunRecord& record, const std::string& role,
                    std::span<const NamedRoute> routes) {
  const EachTimeline one = each_of(std::span(&run, 1));
  const FigureRun its{nullptr, &record, run.algorithm};
  const std::string title = fmt::format("{}: {} ({}, seed {})", run.scenario, run.algorithm, role, record.summary.seed);
  add(Chart::platform, platform_figure(run, routes), run.scenario, title);
  add(Chart::links, utilisation_figure(one), run.scenario, title);
  add(Chart::breakdown, breakdown_figure(one), run.scenario, title);
  add(Chart::boxes, timeline_figure(one, most_boxes), run.scenario, title);
  add(Chart::matrix, traffic_matrix_figure(std::span(&its, 1)), run.scenario, title);
}

void RunCharts::add(std::size_t chart, Figure figure, const std::string& scenario, const std::string& title) {
  charts_[chart].panels.push_back({title, {scenario}, figures_.size(), 0});
  figures_.push_back(std::move(figure));
}

void RunCharts::move_into(Page& page) {
  for (auto& chart : charts_) {
    if (chart.panels.empty()) continue;
    for (auto& panel : chart.panels) panel.figure += page.figures.size();
    page.charts.push_back(std::move(chart));
  }
  for (auto& figure : figures_) page.figures.push_back(std::move(figure));
}

}  // namespace lowband
