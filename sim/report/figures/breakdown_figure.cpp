// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/breakdown_figure.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "sim/report/figures/node_axis.hpp"
#include "sim/timeline/node_time.hpp"

namespace lowband {

namespace {

constexpr double bar_width = 0.8;  // of the distance between two bars

/// A part of a node's time, from the bottom up.
struct Part {
  const char* label;
  const char* colour;
  double NodeTime::*seconds;
};
constexpr std::array time_parts = {
    Part{"local steps", "#009e73", &NodeTime::steps_s}, Part{"other computation", "#0072b2", &NodeTime::coding_s},
    Part{"waiting for messages", "#cccccc", &NodeTime::waiting_s}, Part{"nothing", "#f0f0f0", &NodeTime::idle_s}};

FigurePanel panel_of(const RunTimeline& run) {
  FigurePanel panel{.title = fmt::format("{}, {}", run.algorithm, run.scenario), .x = {}, .y = {}};
  std::array<BoxMark, time_parts.size()> marks;
  std::vector<std::string> names;
  for (const auto& node : node_times(run.timeline)) {
    if (node.program.is_beside) continue;
    const auto place = static_cast<double>(names.size());
    names.push_back(run.timeline.name_of(node.program.rank));
    const double all_s = node.total_s();
    double bottom = 0.0;
    for (std::size_t i = 0; i < time_parts.size() && all_s > 0.0; ++i) {
      const double seconds = node.*time_parts.at(i).seconds;
      const double top = bottom + seconds / all_s;
      const std::string text = fmt::format("{}: {} {}, {:.1f} %", names.back(), time_parts.at(i).label,
                                           human_seconds(seconds), 100.0 * seconds / all_s);
      marks.at(i).boxes.push_back({place - 0.5 * bar_width, place + 0.5 * bar_width, bottom, top, text});
      bottom = top;
    }
  }
  for (std::size_t i = 0; i < time_parts.size(); ++i) {
    marks.at(i).series = i;
    panel.marks.emplace_back(std::move(marks.at(i)));
  }
  panel.x = axis_of_names("", names);
  panel.y = {.label = "share of the time", .unit = {0.01, "%"}};
  return panel;
}

}  // namespace

Figure breakdown_figure(const EachTimeline& runs) {
  Figure figure;
  figure.title = "what nodes do with their time";
  figure.shares_y = true;
  for (const auto& part : time_parts) {
    figure.series.push_back({.label = part.label, .style = {.colour = part.colour}, .swatch = Swatch::box});
  }
  runs([&figure](const RunTimeline& run) {
    figure.panels.push_back(panel_of(run));
    if (const auto part = part_shown(run, run.timeline.to_s); !part.empty()) figure.notes.push_back(part + ".");
  });
  return figure;
}

}  // namespace lowband
