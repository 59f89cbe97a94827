// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/page.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace lowband;

namespace {

Figure figure_with(std::size_t panels, PanelShape shape = PanelShape::common) {
  Figure figure;
  figure.title = "a title";
  figure.shape = shape;
  figure.series = {{"a", {}, Swatch::line}};
  FigurePanel panel{.title = "panel", .x = {}, .y = {}};
  panel.x.label = "across";
  panel.y.label = "up";
  figure.panels.assign(panels, panel);
  return figure;
}

std::size_t columns_of(const GnuplotPage& page) {
  return static_cast<std::size_t>(std::count_if(page.panels.begin(), page.panels.end(), [&](const GnuplotPanel& panel) {
    return panel.plot.top == page.panels[0].plot.top;
  }));
}

std::ptrdiff_t count(const GnuplotPage& page, const std::string& text) {
  return std::count_if(page.texts.begin(), page.texts.end(), [&](const PageText& one) { return one.text == text; });
}

}  // namespace

TEST_CASE("panels stand in up to three columns, four in two, wide ones in one", "[report]") {
  CHECK(columns_of(page_of(figure_with(1))) == 1);
  CHECK(columns_of(page_of(figure_with(2))) == 2);
  CHECK(columns_of(page_of(figure_with(4))) == 2);
  CHECK(columns_of(page_of(figure_with(5))) == 3);
  CHECK(columns_of(page_of(figure_with(5, PanelShape::wide))) == 1);
}

TEST_CASE("axes that panels share are labelled once per row, and once per column", "[report]") {
  Figure figure = figure_with(6);
  CHECK(count(page_of(figure), "up") == 6);
  CHECK(count(page_of(figure), "across") == 6);
  figure.shares_y = true;
  figure.shares_x = true;
  CHECK(count(page_of(figure), "up") == 2);
  CHECK(count(page_of(figure), "across") == 3);
}

TEST_CASE("a text covers its width and a line's height, whichever way it is turned", "[report]") {
  // "ii" is 2 x 0.278 wide, a line 1.3 high, in units of the size.
  const PageText text{.x = 100.0, .y = 50.0, .text = "ii", .anchor = TextAnchor::right, .size = 10.0};
  CHECK(text.box().left == Approx(100.0 - 5.56));
  CHECK(text.box().right == Approx(100.0));
  CHECK(text.box().top == Approx(43.5));
  PageText up = text;
  up.angle = 90.0;
  CHECK(up.box().top == Approx(50.0));  // its end
  CHECK(up.box().bottom == Approx(55.56));
  CHECK(up.box().left == Approx(93.5));
}

TEST_CASE("words inside a plot make way for each other, and are left out without room", "[report]") {
  Figure figure = figure_with(1);
  for (int i = 0; i < 3; ++i) figure.panels[0].marks.emplace_back(TextMark{0, 0.5, 0.5, "word" + std::to_string(i)});
  const GnuplotPage page = page_of(figure);
  CHECK(count(page, "word0") + count(page, "word1") + count(page, "word2") == 3);
  for (const auto& one : page.texts) {
    for (const auto& other : page.texts) CHECK((&one == &other || !one.box().overlaps(other.box())));
  }
  for (int i = 0; i < 30; ++i) figure.panels[0].marks.emplace_back(TextMark{0, 0.5, 0.5, "more"});
  CHECK(count(page_of(figure), "more") < 30);
}

TEST_CASE("a scale of colours stands beside a plot that has them", "[report]") {
  Figure figure = figure_with(1, PanelShape::square);
  CHECK(page_of(figure).fills.empty());
  figure.panels[0].marks.emplace_back(HeatMark{{{{0.0, 1.0, 0.0, 1.0}, 3.0}}});
  figure.panels[0].heat.label = "bytes";
  figure.panels[0].heat.most = 10.0;
  const GnuplotPage page = page_of(figure);
  CHECK(page.fills.size() == 64);
  // Red falls from 253 to 94 over the first quarter; half a step of 64 is an 1/32 of it: 253 - 159 / 32 = 248.
  CHECK(page.fills[0].colour.substr(0, 3) == "#f8");
  CHECK(count(page, "bytes") == 1);
}
