// SPDX-License-Identifier: Apache-2.0
// What the figures of timelines show, as data.
#include <catch2/catch.hpp>

#include "sim/report/figures/breakdown_figure.hpp"
#include "sim/report/figures/node_axis.hpp"
#include "sim/report/figures/timeline_figure.hpp"
#include "sim/report/figures/traffic_matrix.hpp"
#include "sim/report/figures/utilisation_figure.hpp"
#include "tests/timeline/recorded.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// 300 bytes from 1 to 4 s across both links, of 100 and 1000 bytes a second.
Timeline one_message() {
  return across_two_links({{.to = 1, .bytes = 300, .departed_s = 1.0, .arrived_s = 4.0, .taken_s = 7.0}});
}

template <class Mark>
const Mark& mark(const FigurePanel& panel, std::size_t index) {
  return std::get<Mark>(panel.marks.at(index));
}

}  // namespace

TEST_CASE("a timeline as a figure: a row per program, the outer boxes first", "[timeline]") {
  const std::vector<RunTimeline> runs = {{"lan", "<a> \"b\"", example_timeline()}};
  const Figure figure = timeline_figure(each_of(runs));
  CHECK(figure.notes.empty());
  REQUIRE(figure.panels.size() == 1);
  const FigurePanel& panel = figure.panels.front();
  CHECK(panel.title == "<a> \"b\", lan");
  CHECK(panel.y.is_downwards);
  std::vector<std::string> rows;
  for (const auto& tick : panel.y.ticks) rows.push_back(tick.label);
  CHECK(rows == std::vector<std::string>{"worker 0", "worker 1", "worker 1, beside", "server 2"});
  CHECK(panel.x.most == 1.0);
  REQUIRE(panel.marks.size() == 5);  // one for each kind
  const auto& steps = mark<BoxMark>(panel, 0);
  CHECK(figure.series.at(steps.series).label == "local steps");
  REQUIRE(steps.boxes.size() == 2);
  CHECK(steps.boxes[0] == Box{0.0, 0.5, -0.4, 0.4, "worker 0: 3 local steps, 500 ms"});
  const auto& waits = mark<BoxMark>(panel, 2);
  REQUIRE(waits.boxes.size() == 4);
  CHECK(waits.boxes[1].text == "worker 0: wait for server 2, 400 ms");
  CHECK(waits.boxes[3].bottom == Approx(2.6));
}

TEST_CASE("a timeline of too many boxes is shown from its beginning", "[timeline]") {
  // By beginning: 0 (worker 0, worker 1, server, beside), 0.1, 0.125, 0.25, 0.5, 0.5. The sixth is the first left out.
  const std::vector<RunTimeline> runs = {{"lan", "a", example_timeline()}};
  const Figure figure = timeline_figure(each_of(runs), 5);
  const FigurePanel& panel = figure.panels.front();
  CHECK(panel.x.most == 0.125);
  std::size_t boxes = 0;
  for (std::size_t i = 0; i < panel.marks.size(); ++i) {
    for (const auto& box : mark<BoxMark>(panel, i).boxes) {
      ++boxes;
      CHECK(box.right <= 0.125);
    }
  }
  CHECK(boxes == 5);
  CHECK(figure.notes == std::vector<std::string>{"a, lan: the first 125 ms of 1.00 s, in which there are 5 boxes."});
}

TEST_CASE("the breakdown of nodes' time is a stack of shares", "[timeline]") {
  const std::vector<RunTimeline> runs = {{"lan", "a", example_timeline()}};
  const Figure figure = breakdown_figure(each_of(runs));
  const FigurePanel& panel = figure.panels.front();
  REQUIRE(panel.marks.size() == 4);
  // Worker 0: 0.15 of steps, 0.1 of computation, 0.65 of waiting, 0.1 of nothing, of a second.
  const std::vector<double> tops = {0.15, 0.25, 0.9, 1.0};
  for (std::size_t part = 0; part < tops.size(); ++part) {
    const auto& boxes = mark<BoxMark>(panel, part).boxes;
    REQUIRE(boxes.size() == 3);  // no second programs
    CHECK(boxes[0].top == Approx(tops[part]));
    if (part > 0) CHECK(boxes[0].bottom == Approx(tops[part - 1]));
  }
  CHECK(mark<BoxMark>(panel, 2).boxes[2].text == "server 2: waiting for messages 1.00 s, 100.0 %");
}

TEST_CASE("the utilisation of the busiest links over time", "[timeline]") {
  const std::vector<RunTimeline> runs = {
      {"lan", "a", one_message()}, {"lan", "b", one_message()}, {"wan", "a", one_message()}, {"wan", "b", Timeline()}};
  const Figure busy = utilisation_figure(each_of(runs), 1, 10);
  REQUIRE(busy.series.size() == 1);
  CHECK(busy.series[0].label == "slow");
  CHECK(busy.notes == std::vector<std::string>{"The 1 busiest of 2 links."});
  REQUIRE(busy.panels.size() == 4);
  const auto& line = mark<LineMark>(busy.panels[0], 0);
  CHECK(line.join == LineMark::Join::steps);
  REQUIRE(line.points.size() == 11);
  for (std::size_t i = 0; i < line.points.size(); ++i) {
    CHECK(line.points[i].x == Approx(static_cast<double>(i)));
    CHECK(line.points[i].y == Approx(i >= 1 && i < 4 ? 1.0 : 0.0).margin(1e-12));
  }
  CHECK(busy.panels[3].absence == "nothing was sent");
}

TEST_CASE("links that are as busy as each other have one curve", "[timeline]") {
  Timeline timeline = one_message();
  timeline.links = {
      {"slow", 100.0, 0.0}, {"fast", 1000.0, 0.0}, {"c", 100.0, 0.0}, {"b", 100.0, 0.0}, {"a", 50.0, 0.0}};
  timeline.routes = {{{0, 1}, {0, 1, 2}}};
  const auto legend = [](const RunTimeline& run) {
    std::vector<std::string> labels;
    for (const auto& series : utilisation_figure(each_of(std::span(&run, 1)), 2, 10).series) {
      labels.push_back(series.label);
    }
    return labels;
  };
  CHECK(legend({"lan", "a", timeline}) == std::vector<std::string>{"c and slow", "fast"});
  timeline.routes = {{{0, 1}, {0, 1, 2, 3}}};
  CHECK(legend({"lan", "a", timeline}) == std::vector<std::string>{"b and 2 others alike", "fast"});
  timeline.routes = {{{0, 1}, {0, 1, 2, 3, 4}}};  // half as wide, twice as busy
  CHECK(legend({"lan", "a", timeline}) == std::vector<std::string>{"a", "b and 2 others alike"});
  const RunTimeline run{"lan", "a", timeline};
  CHECK(utilisation_figure(each_of(std::span(&run, 1)), 2, 10).notes ==
        std::vector<std::string>{"The 4 busiest of 5 links."});
}

TEST_CASE("a logarithmic axis of time begins where there is something above 0", "[timeline]") {
  const std::vector<RunTimeline> runs = {{"lan", "a", example_timeline()}};
  const Figure boxes = timeline_figure(each_of(runs), 2000, true);
  CHECK(boxes.panels[0].x.is_logarithmic);
  CHECK(boxes.panels[0].x.least == 0.1);  // where worker 0 begins to encode
  const auto& steps = mark<BoxMark>(boxes.panels[0], 0);
  CHECK(steps.boxes[0].left == 0.1);
  CHECK(steps.boxes[0].right == 0.5);
  const Figure busy = utilisation_figure(each_of(runs), 8, 10, true);
  CHECK(busy.panels[0].x.is_logarithmic);
  CHECK(busy.panels[0].x.least == Approx(0.1));  // the first tenth of a second has no place
}

TEST_CASE("the traffic matrix has senders as rows", "[timeline]") {
  RunRecord run;
  run.summary.algorithm = "a";
  run.summary.scenario = "lan";
  run.workers = {{.worker = 0, .host = "", .role = "worker"},
                 {.worker = 1, .host = "", .role = "worker"},
                 {.worker = 2, .host = "", .role = "server"}};
  run.peers = {{0, 2, 3, 1500}, {2, 0, 1, 100}};
  const RunRecord nothing;
  const std::vector<FigureRun> runs = {{nullptr, &run, "a"}, {nullptr, &nothing, "b"}};
  const Figure figure = traffic_matrix_figure(runs);
  REQUIRE(figure.panels.size() == 2);
  const auto& cells = mark<HeatMark>(figure.panels[0], 0).cells;
  REQUIRE(cells.size() == 2);
  CHECK(cells[0].value == 1500.0);
  CHECK(cells[0].box == Box{1.5, 2.5, -0.5, 0.5, "worker 0 to server 2: 1.50 kB in 3 messages"});
  CHECK(figure.panels[0].heat.most == 1500.0);
  CHECK(figure.panels[0].y.is_downwards);
  CHECK(figure.panels[1].absence == "nothing was sent");
}

TEST_CASE("of more names than fit those at even distances are shown", "[timeline]") {
  std::vector<std::string> names;
  for (int i = 0; i < 40; ++i) names.push_back(std::to_string(i));
  const FigureAxis axis = axis_of_names("", names);
  REQUIRE(axis.ticks.size() == 14);
  CHECK(axis.ticks[1] == AxisTick{3.0, "3"});
  CHECK(axis.most == 39.5);
}
