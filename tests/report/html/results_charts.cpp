// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/results_charts.hpp"

#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using test::example_run;
using test::results_of;
using Texts = std::vector<std::string>;

namespace {

Texts ids_of(const Page& page) {
  Texts ids;
  for (const auto& chart : page.charts) ids.push_back(chart.id);
  return ids;
}

}  // namespace

TEST_CASE("a report has the standard plots as charts, by scenario", "[report]") {
  RunRecord slow = example_run("sgd", "wan");
  for (auto& row : slow.metrics) row.sim_time_s *= 5.0;
  Page page;
  add_results_charts(page, std::vector{results_of("e", {example_run("sgd", "lan"), slow})}, test::KnownDetails(), {});
  CHECK(ids_of(page) == Texts{"over-time", "over-bytes", "over-iterations", "link-bytes"});
  CHECK(page.charts[0].title == "Test accuracy over simulated time");
  REQUIRE(page.charts[0].panels.size() == 2);
  CHECK(page.charts[0].panels[1].title == "wan");
  CHECK(page.charts[0].panels[1].scenarios == Texts{"wan"});
  REQUIRE(page.charts[1].panels.size() == 1);  // they do not differ in bytes
  CHECK(page.charts[1].panels[0].title == "the same in lan, wan");
  CHECK(page.charts[1].panels[0].scenarios == Texts{"lan", "wan"});
  CHECK(page.warnings.empty());
}

TEST_CASE("charts of a report are about its target, and show any number of scenarios", "[report]") {
  std::vector<RunRecord> runs;
  for (int i = 0; i < 30; ++i) {
    runs.push_back(example_run("sgd", "wan " + std::to_string(i)));
    for (auto& row : runs.back().metrics) row.sim_time_s *= 1.0 + i;
  }
  Page page;
  add_results_charts(page, std::vector{results_of("e", runs)}, test::KnownDetails(),
                     {.targets = {"accuracy=0.5"}, .of = {}, .hold = {}});
  REQUIRE(page.charts.at(0).panels.size() == 30);
  CHECK(page.figures.at(0).notes.empty());
  const auto& marks = page.figures.at(0).panels.at(0).marks;
  CHECK(std::get<RuleMark>(marks.at(0)).at == 0.5);
}

TEST_CASE("what cannot be drawn is a warning of the report", "[report]") {
  Page page;
  add_results_charts(page, std::vector{test::without(results_of("e", {example_run("sgd", "lan")}), 0)},
                     test::KnownDetails(), {});
  CHECK(page.charts.empty());
  REQUIRE_FALSE(page.warnings.empty());
  CHECK(page.warnings[0] == "e: there is nothing to plot: no run has finished");
}
