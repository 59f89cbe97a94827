// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/links_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "sim/report/figures/axis_range.hpp"
#include "sim/report/figures/panels.hpp"
#include "sim/report/figures/series.hpp"

namespace lowband {

namespace {

using Groups = std::span<const RunGroup>;

constexpr double cluster_width = 0.8;  // of the distance between two links
constexpr double group_width = 0.88;   // of the distance between two bars

/// The links to show: all, in the order of the runs' files, which is by name; or those with the highest utilisation.
struct Links {
  std::vector<std::string> shown;
  std::size_t all = 0;
};

/// The utilisation of each link in the mean over the seeds of the group.
std::map<std::string, double> mean_utilisations(const RunGroup& group) {
  std::map<std::string, double> utilisations;
  for (const RunRecord* run : group.runs) {
    for (const auto& link : run->links) {
      utilisations[link.link] += link.mean_utilisation / static_cast<double>(group.runs.size());
    }
  }
  return utilisations;
}

Links links_of(Groups groups) {
  Links links;
  std::map<std::string, double> highest;  // that any algorithm has in any scenario
  for (const auto& group : groups) {
    for (const RunRecord* run : group.runs) {
      for (const auto& link : run->links) {
        if (highest.try_emplace(link.link, 0.0).second) links.shown.push_back(link.link);
      }
    }
    for (const auto& [link, utilisation] : mean_utilisations(group)) {
      highest[link] = std::max(highest[link], utilisation);
    }
  }
  links.all = links.shown.size();
  if (links.all > most_links_shown) {
    // Not by bytes: a fast link may carry most of them and still be idle.
    std::stable_sort(links.shown.begin(), links.shown.end(),
                     [&highest](const auto& a, const auto& b) { return highest.at(a) > highest.at(b); });
    links.shown.resize(most_links_shown);
  }
  return links;
}

/// The bytes of each link in the mean over the seeds of the group.
std::map<std::string, double> mean_bytes(const RunGroup& group) {
  std::map<std::string, double> bytes;
  for (const RunRecord* run : group.runs) {
    for (const auto& link : run->links) {
      bytes[link.link] += static_cast<double>(link.bytes) / static_cast<double>(group.runs.size());
    }
  }
  return bytes;
}

FigurePanel panel_of(Groups groups, const std::string& scenario, const std::vector<FigureSeries>& series,
                     const std::vector<std::string>& links) {
  FigurePanel panel{.title = scenario, .x = {}, .y = {}};
  const double width = cluster_width / static_cast<double>(series.size());
  AxisRange y;
  y.include(0.0);
  for (const auto& group : groups) {
    if (group.scenario != scenario || group.runs.empty()) continue;
    BoxMark bars{series_index(series, group.label), {}};
    auto bytes = mean_bytes(group);
    for (std::size_t i = 0; i < links.size(); ++i) {
      const double middle =
          static_cast<double>(i) + (static_cast<double>(bars.series) + 0.5) * width - 0.5 * cluster_width;
      const double height = bytes[links[i]];
      y.include(1.05 * height);
      bars.boxes.push_back({middle - 0.5 * group_width * width, middle + 0.5 * group_width * width, 0.0, height,
                            fmt::format("{}: {}", links[i], human_bytes(height))});
    }
    panel.marks.emplace_back(std::move(bars));
  }
  if (panel.marks.empty()) panel.absence = not_finished;
  panel.x.least = -0.6;
  panel.x.most = static_cast<double>(links.size()) - 0.4;
  for (std::size_t i = 0; i < links.size(); ++i) panel.x.ticks.push_back({static_cast<double>(i), links[i]});
  panel.y = y.axis_of_bytes("carried");
  return panel;
}

}  // namespace

Figure links_figure(Groups groups) {
  const Links links = links_of(groups);
  if (links.shown.empty()) nothing_to_plot(groups, "no run has finished");
  Figure figure;
  figure.title = title_of(groups, "bytes per link");
  if (links.shown.size() < links.all) {
    figure.title += fmt::format(" (the {} of {} with the highest utilisation)", links.shown.size(), links.all);
  }
  figure.series = series_of(groups, Swatch::box);
  figure.shape = PanelShape::wide;
  figure.shares_x = true;
  for (const auto& scenario : distinct(groups, &RunGroup::scenario)) {
    figure.panels.push_back(panel_of(groups, scenario, figure.series, links.shown));
  }
  figure.panels = merged(std::move(figure.panels));
  return figure;
}

}  // namespace lowband
