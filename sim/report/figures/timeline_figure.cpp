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

FigurePanel panel_of(const RunTimeline& run, double end_s) {
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
  for (std::size_t kind = 0; kind < marks.size(); ++kind) {
    marks.at(kind).series = kind;
    if (!marks.at(kind).boxes.empty()) panel.marks.emplace_back(std::move(marks.at(kind)));
  }
  panel.x = axis_of_time(timeline.from_s, end_s);
  panel.y = axis_of_names("", rows);
  panel.y.is_downwards = true;
  return panel;
}

}  // namespace

Figure timeline_figure(std::span<const RunTimeline> runs, std::size_t most_boxes) {
  Figure figure;
  figure.title = "what nodes do when";
  figure.shape = PanelShape::wide;
  for (const auto& [label, colour] : kinds) {
    figure.series.push_back({.label = label, .style = {.colour = colour}, .swatch = Swatch::box});
  }
  for (const auto& run : runs) {
    const double end_s = end_of_boxes(run.timeline, most_boxes);
    figure.panels.push_back(panel_of(run, end_s));
    if (end_s >= run.timeline.end_s) continue;
    figure.notes.push_back(fmt::format("{}, {}: the first {} of {}, in which there are {} boxes.", run.algorithm,
                                       run.scenario, human_seconds(end_s), human_seconds(run.timeline.end_s),
                                       most_boxes));
  }
  return figure;
}

}  // namespace lowband
