// SPDX-License-Identifier: Apache-2.0
// Where the words of every kind of plot stand: none covers another, none is cut off.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "sim/report/gnuplot/figure_script.hpp"
#include "sim/report/gnuplot/gnuplot.hpp"
#include "sim/report/gnuplot/page.hpp"
#include "tests/report/figures/drawn_figure.hpp"
#include "tests/report/gnuplot/gnuplot_installed.hpp"
#include "tests/report/gnuplot/svg_texts.hpp"
#include "tests/report/many_results.hpp"

using namespace lowband;
using test::figure_of;
using test::results_with;

namespace {

/// The texts of a page, as its own estimate has them; lines one below the other touch each other.
test::SvgPicture as_planned(const GnuplotPage& page) {
  constexpr double touching = 0.25;
  test::SvgPicture picture{page.width, page.height, {}};
  for (const auto& text : page.texts) {
    PageBox box = text.box();
    box = {box.left + touching, box.top + touching, box.right - touching, box.bottom - touching};
    picture.texts.push_back({text.text, box});
  }
  return picture;
}

}  // namespace

TEST_CASE("no text of any plot covers another or is cut off, with 1 to 14 panels and 4 to 37 curves", "[report]") {
  const int scenarios = GENERATE(1, 4, 14);
  const int algorithms = GENERATE(4, 37);
  const auto results = results_with(scenarios, algorithms);
  std::size_t drawn = 0;
  for (const auto& entry : plots().entries()) {
    CAPTURE(entry.name, scenarios, algorithms);
    const bool is_swept = entry.name == "time-to-target" || entry.name == "speed-up";
    if (is_swept && scenarios == 1) continue;
    if (!test::plot_of(entry.name)->lack_of(results).empty()) continue;
    const GnuplotPage page = page_of(figure_of(entry.name, results));
    CHECK(page.texts.size() > 5);
    CHECK(test::faults_of(as_planned(page)) == "");
    ++drawn;
  }
  CHECK(drawn >= 12);
}

TEST_CASE("words that cover each other or are cut off are found", "[report]") {
  GnuplotPage page = page_of(figure_of("over-time", results_with(1, 4)));
  REQUIRE(test::faults_of(as_planned(page)) == "");
  PageText moved = page.texts.back();
  moved.x = page.texts.front().x;
  moved.y = page.texts.front().y;
  page.texts.push_back(moved);
  CHECK_THAT(test::faults_of(as_planned(page)), Catch::Contains("covers"));
  page.texts.back().x = page.width - 1.0;
  page.texts.back().y = 0.5 * page.height;
  page.texts.back().anchor = TextAnchor::left;
  CHECK_THAT(test::faults_of(as_planned(page)), Catch::Contains("is cut off"));
}

TEST_CASE("gnuplot puts words where the page has them", "[report]") {
  if (!test::gnuplot_installed()) return;
  const auto results = results_with(4, 4);
  for (const std::string kind : {"over-time", "link-bytes", "time-to-target", "traffic-matrix", "topology"}) {
    CAPTURE(kind);
    const Figure figure = figure_of(kind, results);
    const GnuplotPage page = page_of(figure);
    const auto picture = test::svg_picture(run_gnuplot(figure_script(figure, "plot.svg")));
    CHECK(picture.texts.size() == page.texts.size());
    CHECK(test::faults_of(picture) == "");
    for (const auto& text : page.texts) {
      CAPTURE(text.text);
      const PageBox planned = text.box();
      const double height = std::min(planned.width(), planned.height());
      // The middles of both agree to a third of a line: fonts differ in how high their letters are.
      CHECK(std::any_of(picture.texts.begin(), picture.texts.end(), [&](const test::SvgText& one) {
        return one.text == text.text && std::abs(one.box.middle() - planned.middle()) < height / 3.0 &&
               std::abs(one.box.top + one.box.bottom - planned.top - planned.bottom) < 2.0 * height / 3.0;
      }));
    }
  }
}
