// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/links_figure.hpp"

#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"

using namespace lowband;
using test::example_run;
using test::figure_of;
using test::marks_of;
using test::results_of;

TEST_CASE("bars have the bytes of each link, the mean over the seeds", "[report]") {
  RunRecord other = example_run("sgd", "lan", 2);
  other.links[0].bytes = 4000;
  const Figure figure = figure_of("link-bytes", {results_of("e", {example_run("sgd", "lan", 1), other})});
  CHECK(figure.title == "e: bytes per link");
  REQUIRE(figure.panels.size() == 1);
  CHECK(figure.panels[0].x.ticks == std::vector<AxisTick>{{0.0, "link_0"}, {1.0, "link_1"}});
  CHECK(test::text_of(figure.panels[0].y) == "carried (kB)");
  const auto bars = marks_of<BoxMark>(figure.panels[0]);
  REQUIRE(bars.size() == 1);
  REQUIRE(bars[0].boxes.size() == 2);
  CHECK(bars[0].boxes[0].top == 3000.0);  // (2000 + 4000) / 2
  CHECK(bars[0].boxes[1].top == 500.0);
  CHECK(0.5 * (bars[0].boxes[1].left + bars[0].boxes[1].right) == Approx(1.0));
}

TEST_CASE("of many links those with the highest utilisation are shown, whatever bytes they carry", "[report]") {
  // Link k carries 30 - k bytes, but is busy for k / 100 of the time; in the other scenario link 0 is always busy.
  RunRecord run = example_run("sgd", "lan");
  run.links.clear();
  for (std::uint64_t i = 0; i < 30; ++i) {
    run.links.push_back({"link" + std::to_string(i), 1e9, 0.0, 30 - i, 0.0, 0.01 * static_cast<double>(i)});
  }
  RunRecord other = run;
  other.summary.scenario = "wan";
  other.links[0].mean_utilisation = 1.0;
  const Figure figure = figure_of("link-bytes", {results_of("e", {run, other})});
  CHECK(figure.title == "e: bytes per link (the 24 of 30 with the highest utilisation)");
  const auto& ticks = figure.panels[0].x.ticks;
  REQUIRE(ticks.size() == 24);
  CHECK(ticks[0].label == "link0");
  CHECK(ticks[1].label == "link29");
  CHECK(ticks[23].label == "link7");
}
