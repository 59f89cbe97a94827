// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/panels.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

namespace {

FigurePanel panel(const std::string& title, double height) {
  FigurePanel panel{.title = title, .x = {}, .y = {}};
  panel.marks.emplace_back(BoxMark{0, {{0.0, 1.0, 0.0, height}}});
  return panel;
}

}  // namespace

TEST_CASE("panels that show the very same become one", "[report]") {
  const auto panels = merged({panel("lan", 1.0), panel("wan", 2.0), panel("far", 1.0)});
  REQUIRE(panels.size() == 2);
  CHECK(panels[0].title == "the same in lan, far");
  CHECK(panels[1].title == "wan");
}

TEST_CASE("panels with another axis, or without content, stay apart", "[report]") {
  FigurePanel longer = panel("wan", 1.0);
  longer.x.most = 9.0;
  FigurePanel absent{.title = "a", .x = {}, .y = {}};
  absent.absence = not_finished;
  FigurePanel other = absent;
  other.title = "b";
  CHECK(merged({panel("lan", 1.0), longer}).size() == 2);
  CHECK(merged({absent, other}).size() == 2);
}

TEST_CASE("a figure has at most 24 panels, and says how many there were", "[report]") {
  Figure figure;
  figure.panels.assign(24, panel("a", 1.0));
  limit_panels(figure);
  CHECK(figure.notes.empty());
  figure.panels.push_back(panel("b", 1.0));
  limit_panels(figure);
  CHECK(figure.panels.size() == 24);
  CHECK(figure.notes == std::vector<std::string>{"The first 24 of 25 panels; --scenario and --only choose others."});
}
