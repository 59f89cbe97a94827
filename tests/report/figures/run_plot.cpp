// SPDX-License-Identifier: Apache-2.0
#include "sim/report/figures/run_plot.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/report/figures/drawn_figure.hpp"
#include "tests/report/many_results.hpp"

using namespace lowband;
using test::example_run;
using test::figure_of;
using test::KnownDetails;
using test::marks_of;
using test::results_of;
using test::titles_of;

namespace {

using Names = std::vector<std::string>;

std::vector<ResultsFolder> four_runs() {
  return {results_of("e", {example_run("a", "lan"), example_run("a", "lan", 2), example_run("b", "lan"),
                           example_run("a", "wan"), example_run("b", "wan")})};
}

}  // namespace

TEST_CASE("plots of single runs take the first seed, and have one panel for what is the same", "[report]") {
  auto results = four_runs();
  results[0].runs[4].peers[0].bytes = 7;  // b in wan
  const Figure figure = figure_of("traffic-matrix", results);
  CHECK(figure.title == "e: who sends how much to whom");
  CHECK(titles_of(figure) == Names{"a, b, all scenarios", "b, wan"});
  CHECK(figure.notes == Names{"Of several seeds the first."});
  const auto cells = marks_of<HeatMark>(figure.panels[1])[0].cells;
  REQUIRE(cells.size() == 2);
  CHECK(cells[0].value == 7.0);
  CHECK(titles_of(figure_of("traffic-matrix", results, {{"only", "b@wan"}})) == Names{"b, wan"});
}

TEST_CASE("what has not finished is named", "[report]") {
  const std::vector results{test::without(four_runs()[0], 4)};
  const Figure figure = figure_of("breakdown", results);
  CHECK(titles_of(figure) == Names{"a, lan", "b, lan", "a, wan"});
  CHECK(figure.notes == Names{"Of several seeds the first.", "Not finished: b@wan."});
}

TEST_CASE("runs without a timeline are named, and there must be one with it", "[report]") {
  KnownDetails details;
  details.without_timeline = "a";
  const Figure figure = figure_of("breakdown", four_runs(), Json::object(), details);
  CHECK(titles_of(figure) == Names{"b, lan", "b, wan"});
  CHECK(figure.notes[0] == "Without a timeline: a@lan, a@wan: it has no trace.");
  CHECK(details.replays == 2);
  CHECK_THROWS_WITH(figure_of("breakdown", four_runs(), {{"only", "a"}}, details),
                    "results/e: there is nothing to plot: no run has a timeline: it has no trace");
}

TEST_CASE("no more runs are replayed than there are panels for", "[report]") {
  const auto results = test::results_with(4, 12);  // the last scenario has not finished: 36 runs
  const KnownDetails details;
  const Figure figure = figure_of("breakdown", results, Json::object(), details);
  CHECK(figure.panels.size() == 24);
  CHECK(details.replays == 24);
  CHECK(figure.notes[0] == "The first 24 of 36 panels; --scenario and --only choose others.");
  CHECK(figure_of("timeline", results).panels.size() == 8);
}

TEST_CASE("a part of the time can be chosen where there is time", "[report]") {
  const std::vector results{results_of("e", {example_run("a", "lan")})};
  const Json part = {{"from", "250ms"}, {"to", "0.5s"}};
  for (const std::string kind : {"timeline", "utilisation"}) {
    const Figure figure = figure_of(kind, results, part);
    CHECK(figure.panels[0].x.least == 0.25);
    CHECK(figure.panels[0].x.most == 0.5);
    CHECK(figure.notes == Names{"a, lan: from 250 ms to 500 ms of 1.00 s."});
    CHECK(figure_of(kind, results, {{"x", "log"}}).panels[0].x.is_logarithmic);
    CHECK_FALSE(figure_of(kind, results).panels[0].x.is_logarithmic);
  }
  // Worker 0 waits from 0.25 to 0.5 s for all of the time.
  const Figure breakdown = figure_of("breakdown", results, part);
  CHECK(marks_of<BoxMark>(breakdown.panels[0])[2].boxes[0].top == Approx(1.0));
  CHECK(marks_of<BoxMark>(breakdown.panels[0])[2].boxes[0].bottom == Approx(0.0).margin(1e-12));
  CHECK_THROWS_WITH(test::plot_of("timeline", {{"from", "2s"}, {"to", "1s"}}),
                    Catch::Contains("--to") && Catch::Contains("expected a time after --from"));
}
