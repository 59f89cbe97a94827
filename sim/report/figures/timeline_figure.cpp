// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/timeline_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "sim/report/figures/node_axis.hpp"

namespace lowband {

namespace {

constexpr double row_height = 0.8;  // of the distance between two rows

/// The kinds of boxes, as they are drawn: by the number of Timeline::Box::Kind. Steps come first, so that what lies in
/// them is on top.
struct Shown {
  const char* label;
  const char* colour;
};
constexpr std::array kinds = {Shown{"local steps", "#009e73"}, Shown{"other computation", "#0072b2"},
                              Shown{"waits for a message", "#cccccc"}, Shown{"waits for a time", "#e8e8b0"},
                              Shown{"waits for its other program", "#e6c3d8"}};

/// When a timeline has so many boxes.
double end_of_boxes(const Timeline& timeline, std::size_t most) {
  std::vector<double> begins;
  for (const auto& boxes : timeline.boxes) {
    for (const auto& box : boxes) begins.push_back(box.begin_s);
  }
  if (begins.size() <= most) return timeline.to_s;
  const auto first_left_out = begins.begin() + static_cast<std::ptrdiff_t>(most);
  std::nth_element(begins.begin(), first_left_out, begins.end());
  return *first_left_out;
}

/// The earliest time above 0 at which a box begins or ends; `otherwise` if there is none.
double first_time(const Timeline& timeline, double otherwise) {
  double first = otherwise;
  for (const auto& boxes : timeline.boxes) {
    for (const auto& box : boxes) {
      const double time = box.begin_s > 0.0 ? box.begin_s : box.end_s;
      if (time > 0.0) first = std::min(first, time);
    }
  }
  return first;
}

/// A logarithmic axis has no place for what is not above 0: boxes begin where it does, or are not there.
void clip(std::vector<Box>& boxes, double least) {
  std::erase_if(boxes, [least](const Box& box) { return box.right <= least; });
  for (auto& box : boxes) box.left = std::max(box.left, least);
}

FigurePanel panel_of(const RunTimeline& run, double end_s, bool is_x_logarithmic) {
  FigurePanel panel{.title = fmt::format("{}, {}", run.algorithm, run.scenario), .x = {}, .y = {}};
  const Timeline& timeline = run.timeline;
  std::array<BoxMark, kinds.size()> marks;
  std::vector<std::string> rows;
  const auto add_row = [&](ProgramId program) {
    const auto& boxes = timeline.boxes_of(program);
    if (boxes.empty()) return;
    const auto row = static_cast<double>(rows.size());
    const std::string name = timeline.name_of(program.rank) + (program.is_beside ? ", beside" : "");
    rows.push_back(name);
    for (const auto& box : boxes) {
      if (box.begin_s >= end_s) continue;
      const double right = std::min(box.end_s, end_s);
      const std::string text =
          fmt::format("{}: {}, {}", name, timeline.title_of(box), human_seconds(box.end_s - box.begin_s));
      marks.at(static_cast<std::size_t>(box.kind))
          .boxes.push_back({box.begin_s, right, row - 0.5 * row_height, row + 0.5 * row_height, text});
    }
  };
  for (int rank = 0; rank < static_cast<int>(timeline.nodes.size()); ++rank) {
    for (const bool is_beside : {false, true}) add_row({rank, is_beside});
  }
  panel.x = axis_of_time(timeline.from_s, end_s);
  if (is_x_logarithmic) panel.x = logarithmic_axis_of_time(timeline.from_s, first_time(timeline, 0.1 * end_s), end_s);
  for (std::size_t kind = 0; kind < marks.size(); ++kind) {
    marks.at(kind).series = kind;
    if (is_x_logarithmic) clip(marks.at(kind).boxes, panel.x.least);
    if (!marks.at(kind).boxes.empty()) panel.marks.emplace_back(std::move(marks.at(kind)));
  }
  panel.y = axis_of_names("", rows);
  panel.y.is_downwards = true;
  return panel;
}

}  // namespace

Figure timeline_figure(const EachTimeline& runs, std::size_t most_boxes, bool is_x_logarithmic) {
  Figure figure;
  figure.title = "what nodes do when";
  figure.shape = PanelShape::wide;
  for (const auto& [label, colour] : kinds) {
    figure.series.push_back({.label = label, .style = {.colour = colour}, .swatch = Swatch::box});
  }
  runs([&](const RunTimeline& run) {
    const double end_s = end_of_boxes(run.timeline, most_boxes);
    figure.panels.push_back(panel_of(run, end_s, is_x_logarithmic));
    const std::string part = part_shown(run, end_s);
    const bool is_full = end_s < run.timeline.to_s;
    if (part.empty()) return;
    figure.notes.push_back(part + (is_full ? fmt::format(", in which there are {} boxes.", most_boxes) : "."));
  });
  return figure;
}

void BoxesPlot::parameters(Parameters& parameters) {
  TimelinePlot::parameters(parameters);
  declare_scale(parameters, Scale::linear);
}

Figure BoxesPlot::of_timelines(const EachTimeline& runs) const {
  constexpr std::size_t most_boxes = 2000;
  return timeline_figure(runs, most_boxes, is_x_logarithmic().value_or(false));
}

std::size_t BoxesPlot::most_runs() const { return 8; }

}  // namespace lowband
