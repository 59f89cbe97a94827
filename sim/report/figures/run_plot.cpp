// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/run_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "sim/report/add_new.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/panel_title.hpp"

namespace lowband {

namespace {

/// The runs that one panel shows.
struct ShownTogether {
  std::vector<std::string> algorithms;
  std::vector<std::string> scenarios;
};

}  // namespace

std::vector<FigurePanel> merged_runs(std::vector<FigurePanel> panels, std::span<const FigureRun> runs) {
  std::vector<FigurePanel> different;
  std::vector<ShownTogether> together;
  std::vector<std::string> scenarios;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const auto same = std::find_if(different.begin(), different.end(), [&](const FigurePanel& other) {
      return other.marks == panels[i].marks && other.x == panels[i].x && other.y == panels[i].y &&
             other.absence == panels[i].absence;
    });
    const auto place = static_cast<std::size_t>(same - different.begin());
    if (same == different.end()) {
      different.push_back(std::move(panels[i]));
      together.emplace_back();
    }
    add_new(together[place].algorithms, runs[i].algorithm);
    add_new(together[place].scenarios, runs[i].record->summary.scenario);
    add_new(scenarios, runs[i].record->summary.scenario);
  }
  for (std::size_t i = 0; i < different.size(); ++i) {
    const bool is_of_all = together[i].scenarios.size() == scenarios.size() && scenarios.size() > 1;
    different[i].title = fmt::format("{}, {}", listed(together[i].algorithms),
                                     is_of_all ? "all scenarios" : listed(together[i].scenarios));
  }
  return different;
}

std::size_t RunPlot::most_algorithms() const { return std::numeric_limits<std::size_t>::max(); }

Figure RunPlot::drawn(const PlotData& data) const {
  std::vector<FigureRun> runs;
  std::vector<std::string> missing;
  bool has_several_seeds = false;
  for (const auto& group : data.groups) {
    if (group.runs.empty()) missing.push_back(fmt::format("{}@{}", group.label, group.scenario));
    if (group.runs.empty()) continue;
    has_several_seeds = has_several_seeds || group.runs.size() > 1;
    runs.push_back({group.results, group.runs.front(), group.label});
  }
  if (runs.empty()) nothing_to_plot(data.groups, "no run has finished");
  Figure figure = of_runs(runs, data.details);
  figure.title = title_of(data.groups, figure.title);
  if (has_several_seeds) figure.notes.emplace_back("Of several seeds the first.");
  if (!missing.empty()) figure.notes.push_back(fmt::format("Not finished: {}.", listed(missing)));
  return figure;
}

}  // namespace lowband
