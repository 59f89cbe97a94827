#include "sim/report/staleness_plot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/report/axis.hpp"
#include "sim/report/canvas.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/panel_title.hpp"
#include "sim/report/series_style.hpp"
#include "sim/results/staleness.hpp"

namespace lowband {

namespace {

using Groups = std::span<const RunGroup>;

constexpr std::uint64_t most_steps = 50;  // that an eye can tell apart
constexpr double percent = 0.01;
constexpr int first_label = 3;  // a Canvas has the labels before it

/// The changes of an algorithm in a scenario.
struct Distribution {
  Series series;
  StalenessCounts counts;

  [[nodiscard]] bool operator==(const Distribution& other) const {
    return series.index == other.series.index && counts == other.counts;
  }
};

/// Those of one scenario, or of several that have the very same.
struct StalenessPanel {
  std::vector<std::string> scenarios;
  std::vector<Distribution> distributions;  ///< empty: not finished

  /// The first value beyond the axis.
  [[nodiscard]] std::uint64_t axis_end() const {
    std::uint64_t highest = 0;
    for (const auto& [series, counts] : distributions) highest = std::max(highest, counts.quantile(99));
    return highest + highest / 4 + 1;
  }
  /// How many values have a step together.
  [[nodiscard]] std::uint64_t step() const { return (axis_end() + most_steps - 1) / most_steps; }
};

StalenessCounts counts_of(const RunGroup& group) {
  StalenessCounts counts;
  for (const RunRecord* run : group.runs) {
    for (const auto& row : run->staleness) counts.add(row.staleness, row.count);
  }
  return counts;
}

/// Of the algorithms that have staleness in any scenario.
std::vector<Series> stale_series(Groups groups) {
  std::vector<Series> series = series_of(groups);
  std::erase_if(series, [&groups](const Series& one) {
    return std::none_of(groups.begin(), groups.end(), [&one](const RunGroup& group) {
      return group.label == one.label && counts_of(group).total() > 0;
    });
  });
  return series;
}

std::vector<StalenessPanel> panels_of(Groups groups, const std::vector<Series>& series) {
  std::vector<StalenessPanel> panels;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    StalenessPanel panel{{scenario}, {}};
    bool is_finished = true;
    for (const auto& group : groups) {
      const auto own =
          std::find_if(series.begin(), series.end(), [&group](const Series& one) { return one.label == group.label; });
      if (group.scenario != scenario || own == series.end()) continue;
      is_finished = is_finished && !group.runs.empty();
      if (auto counts = counts_of(group); counts.total() > 0) panel.distributions.push_back({*own, std::move(counts)});
    }
    if (panel.distributions.empty() && is_finished) continue;  // there is nothing to come
    const auto same = std::find_if(panels.begin(), panels.end(), [&panel](const StalenessPanel& other) {
      return !panel.distributions.empty() && other.distributions == panel.distributions;
    });
    if (same == panels.end()) {
      panels.push_back(std::move(panel));
    } else {
      same->scenarios.push_back(scenario);
    }
  }
  return panels;
}

/// The shares of the changes in each step of the panel.
std::vector<double> shares_of(const StalenessCounts& counts, const StalenessPanel& panel) {
  std::vector<double> shares((panel.axis_end() + panel.step() - 1) / panel.step(), 0.0);
  for (const auto& row : counts.rows()) {
    if (row.staleness >= panel.axis_end()) break;
    shares[row.staleness / panel.step()] += static_cast<double>(row.count) / static_cast<double>(counts.total());
  }
  return shares;
}

/// A whole number stands in the middle of its step, if that has no other.
std::string data_block(const std::string& name, const std::vector<double>& shares, std::uint64_t step) {
  std::string block = fmt::format("{} << END\n-0.5 0\n", name);
  const auto edge = [step](std::size_t index) { return static_cast<double>(index * step) - 0.5; };
  for (std::size_t i = 0; i < shares.size(); ++i) block += fmt::format("{} {:.10g}\n", edge(i), shares[i] / percent);
  return block + fmt::format("{} 0\nEND\n", edge(shares.size()));
}

std::string quantiles_of(const StalenessCounts& counts) {
  return fmt::format("mean {:.3g}; 50, 95, 99 %: {}, {}, {}", counts.mean(), counts.quantile(50), counts.quantile(95),
                     counts.quantile(99));
}

std::string panel_script(const StalenessPanel& panel) {
  std::string script;
  std::vector<std::string> areas;
  std::vector<std::string> lines;
  int label = first_label;
  for (const auto& [series, counts] : panel.distributions) {
    const std::string block = fmt::format("$staleness{}", series.index);
    script += data_block(block, shares_of(counts, panel), panel.step());
    script += fmt::format(
        "set label {} {} at graph 0.97, graph 0.95 right offset character 0,{} textcolor rgb '{}' noenhanced\n", label,
        gnuplot_string(quantiles_of(counts)), first_label - label, colour_of(series));
    areas.push_back(fmt::format("{} using 1:2 with fillsteps fs transparent solid 0.15 noborder lc rgb '{}'", block,
                                colour_of(series)));
    lines.push_back(fmt::format("{} using 1:2 {}", block, steps_of(series)));
    ++label;
  }
  areas.insert(areas.end(), lines.begin(), lines.end());
  script += fmt::format("plot {}\n", fmt::join(areas, ", \\\n  "));
  while (label > first_label) script += fmt::format("unset label {}\n", --label);
  return script;
}

/// With room above the highest step for the lines of quantiles.
Axis shares_axis(const std::vector<StalenessPanel>& panels) {
  double most = 0.0;
  std::size_t lines = 0;
  for (const auto& panel : panels) {
    lines = std::max(lines, panel.distributions.size());
    for (const auto& [series, counts] : panel.distributions) {
      for (const double share : shares_of(counts, panel)) most = std::max(most, share);
    }
  }
  constexpr double line = 0.06;  // of the panel's height
  const double room = std::min(0.5, line * static_cast<double>(lines + 1));
  Axis axis;
  axis.include(0.0);
  axis.include(most / (1.0 - room));
  return axis;
}

}  // namespace

bool tells_of_staleness(const ResultsFolder& results) {
  return std::any_of(results.runs.begin(), results.runs.end(),
                     [](const RunRecord& run) { return !run.staleness.empty(); });
}

std::string staleness_plot(Groups groups, const std::filesystem::path& file) {
  const auto series = stale_series(groups);
  const std::string experiments = listed(distinct(groups, &RunGroup::experiment));
  const auto panels = panels_of(groups, series);
  std::vector<LegendEntry> legend;
  for (const auto& one : series) legend.push_back({one.label, steps_of(one)});
  const std::size_t columns = columns_for(panels.size());
  const Canvas canvas(experiments + ": staleness of changes", sizes_for(columns), panels.size(), columns, legend);
  const Axis shares = shares_axis(panels);
  std::string script = canvas.begin(file);
  script += "set border 3 lc rgb '#444444'\nset grid lt 1 lw 0.5 lc rgb '#dddddd'\n";
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const StalenessPanel& panel = panels[i];
    script += canvas.panel(i) + fmt::format("set title {} noenhanced\n", gnuplot_string(panel_title(panel.scenarios)));
    script += canvas.is_first_column(i) ? "set ylabel 'share of changes (%)'\n" : "unset ylabel\n";
    if (panel.distributions.empty()) {
      script += "set xrange [0:1]\nunset xtics\nunset xlabel\n" + Canvas::not_finished();
      continue;
    }
    script += panel.step() == 1 ? "set xlabel 'staleness'\n"
                                : fmt::format("set xlabel 'staleness, in steps of {}'\n", panel.step());
    script +=
        fmt::format("set xrange [-0.5:{}]\nset xtics nomirror autofreq\n", static_cast<double>(panel.axis_end()) - 0.5);
    script += shares.script("y", percent) + panel_script(panel);
  }
  return script + canvas.end();
}

}  // namespace lowband
