// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/panels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/report/panel_title.hpp"

namespace lowband {

std::vector<FigurePanel> merged(std::vector<FigurePanel> panels) {
  std::vector<FigurePanel> different;
  std::vector<std::vector<std::string>> scenarios;
  for (auto& panel : panels) {
    const auto same = std::find_if(different.begin(), different.end(), [&panel](const FigurePanel& other) {
      return panel.absence.empty() && other.absence.empty() && panel.marks == other.marks &&
             panel.remarks == other.remarks && panel.x == other.x && panel.y == other.y;
    });
    if (same != different.end()) {
      scenarios[static_cast<std::size_t>(same - different.begin())].push_back(std::move(panel.title));
      continue;
    }
    scenarios.push_back({panel.title});
    different.push_back(std::move(panel));
  }
  for (std::size_t i = 0; i < different.size(); ++i) {
    different[i].title = panel_title(scenarios[i]);
    different[i].scenarios = std::move(scenarios[i]);
  }
  return different;
}

std::string first_panels_note(std::size_t shown, std::size_t all) {
  return fmt::format("The first {} of {} panels; --scenario and --only choose others.", shown, all);
}

void limit_panels(Figure& figure) {
  const std::size_t all = figure.panels.size();
  if (all <= most_panels) return;
  figure.panels.resize(most_panels);
  figure.notes.push_back(first_panels_note(most_panels, all));
}

std::string title_of(std::span<const RunGroup> groups, const std::string& what) {
  return fmt::format("{}: {}", listed(distinct(groups, &RunGroup::experiment)), what);
}

void nothing_to_plot(std::span<const RunGroup> groups, const std::string& why) {
  throw UsageError(
      fmt::format("{}: there is nothing to plot: {}", listed(distinct(groups, &RunGroup::experiment)), why));
}

}  // namespace lowband
