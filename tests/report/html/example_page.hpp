// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <string>
#include <utility>

#include "sim/report/html/page.hpp"

namespace lowband::test {

/// A name that would be markup, a command or an end of line wherever it is not escaped.
inline const std::string evil = "</script><img src=x onerror=alert(1)>\"'&\\n\n{{7*7}}${8*8}|`_";

/// A figure with each kind of mark, and `name` wherever a text stands.
inline Figure example_figure(const std::string& name = evil) {
  Figure figure;
  figure.title = "everything " + name;
  figure.notes = {"a note " + name};
  figure.series = {{name, {"#000000", Dash::solid, 2.0, PointShape::none, false, 1.0}, Swatch::line},
                   {"dashed", {"#e69f00", Dash::dashed, 2.0, PointShape::square, true, 1.0}, Swatch::line},
                   {"box", {"#56b4e9", Dash::solid, 2.0, PointShape::none, false, 0.8}, Swatch::box},
                   {"target", {"#666666", Dash::dotted, 1.0, PointShape::none, false, 1.0}, Swatch::none}};
  LineMark band{.series = 0, .points = {}, .spread = LineMark::Spread::band};
  LineMark steps{.series = 1, .points = {}, .join = LineMark::Join::steps, .is_filled = true, .label = name};
  for (int i = 1; i <= 40; ++i) {
    const double x = i;
    const double y = 1.0 - std::exp(-x / 12.0);
    band.points.push_back({x, y, 0.94 * y, std::min(1.0, 1.05 * y)});
    steps.points.push_back({x, 0.8 * y, 0.8 * y, 0.8 * y});
  }
  FigurePanel curves;
  curves.title = "lan " + name;
  curves.x = {.label = "time of " + name, .unit = {60.0, "min"}, .is_logarithmic = true, .least = 1.0, .most = 40.0};
  curves.y = {.label = "test accuracy", .unit = {0.01, "%"}, .least = 0.0, .most = 1.0};
  curves.marks = {band, steps, RuleMark{.series = 3, .at = 0.9},
                  DotMark{.series = 0, .points = {{27.0, 0.9, 0.9, 0.9}}},
                  TextMark{.series = 1, .x = 10.0, .y = 0.2, .text = name}};
  curves.remarks = {{0, name}, {1, "second"}};
  FigurePanel boxes;
  boxes.title = "timeline";
  boxes.x = {.label = "time", .unit = {1.0, "s"}, .least = 0.0, .most = 10.0};
  boxes.y = {.label = "", .least = 0.0, .most = 3.0, .ticks = {{0.5, name}, {1.5, "worker 1"}, {2.5, "worker 2"}}};
  boxes.marks = {
      BoxMark{.series = 2, .boxes = {{0.0, 3.0, 0.1, 0.9, name}, {4.0, 6.0, 1.1, 1.9}, {5.0, 9.0, 2.1, 2.9}}}};
  FigurePanel heat;
  heat.title = "matrix";
  heat.x = {.label = "to", .least = 0.0, .most = 2.0, .ticks = {{0.5, "0"}, {1.5, name}}};
  heat.y = {.label = "from", .least = 0.0, .most = 2.0, .ticks = {{0.5, "0"}, {1.5, "1"}}};
  heat.heat = {.label = "bytes of " + name, .unit = {1e6, "MB"}, .least = 0.0, .most = 4e6};
  heat.marks = {HeatMark{.cells = {{{0.0, 1.0, 1.0, 2.0, name}, 1e6}, {{1.0, 2.0, 0.0, 1.0}, 4e6}}}};
  FigurePanel graph;
  graph.title = "platform";
  graph.x = {.label = "", .least = -1.2, .most = 1.2, .is_hidden = true};
  graph.y = {.label = "", .least = -1.2, .most = 1.2, .is_hidden = true};
  graph.marks = {GraphMark{.nodes = {{0, -1.0, 0.0, name}, {0, 1.0, 0.0, "b"}, {2, 0.0, 1.0, "c"}},
                           .edges = {{1, 0, 1, true, name}, {2, 1, 2, false, "98 %"}}}};
  FigurePanel absent;
  absent.title = "wan";
  absent.absence = "not finished " + name;
  curves.scenarios = boxes.scenarios = {"lan"};
  absent.scenarios = {name};
  figure.panels = {curves, boxes, heat, graph, absent};
  return figure;
}

/// A page with it, and with names that are not to be trusted everywhere.
inline Page example_page() {
  Page page;
  page.title = evil;
  page.about = {evil};
  page.scenarios = {"lan", evil};
  page.answer = {evil};
  page.answers = {{{"scenario", true}, {evil, true}}, {{"lan", {{"lan", "lan"}, {evil, evil}}}}};
  page.answer_notes = {evil};
  page.warnings = {evil};
  page.table = {
      {{"algorithm", true}, {"time"}},
      {{"lan", {{evil, evil}, {"2 s", 2.0}}}, {"lan", {{"b", "b"}, {"10 s", 10.0}}}, {evil, {{"c", "c"}, {"-"}}}}};
  page.table_notes = {evil};
  page.manifests = {{"Manifest", Json{{evil, evil}}}};
  add_chart(page, {"everything", "Everything " + evil}, example_figure());
  return page;
}

}  // namespace lowband::test
