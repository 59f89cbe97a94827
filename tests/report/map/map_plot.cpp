// SPDX-License-Identifier: Apache-2.0
#include "sim/report/map/map_plot.hpp"

#include <catch2/catch.hpp>

#include "sim/report/gnuplot/figure_script.hpp"
#include "sim/report/gnuplot/gnuplot.hpp"
#include "sim/results/csv_table.hpp"
#include "sim/results/layout.hpp"
#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"
#include "tests/report/gnuplot/gnuplot_installed.hpp"
#include "tests/report/gnuplot/svg_texts.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using test::figure_of;
using test::legend_of;
using test::plot_of;
using Texts = std::vector<std::string>;

namespace {

/// Results of algorithms of these names, which have this folder.
ResultsFolder results_in(const test::TemporaryFolder& folder, const std::vector<std::string>& names) {
  std::vector<RunRecord> runs;
  for (const auto& name : names) runs.push_back(test::example_run(name, "lan"));
  ResultsFolder results = test::results_of("e", std::move(runs));
  results.path = folder.path();
  return results;
}

/// Puts a map into the folder: `a` wins on the left, and `b`, the faster by up to `most` times, on the right.
ResultsFolder results_with_map(const test::TemporaryFolder& folder, const std::string& a, const std::string& b,
                               double most, int steps = 2) {
  ResultsFolder results = results_in(folder, {a, b});
  std::vector<MapRow> rows;
  for (int y = 0; y < steps; ++y) {
    for (int x = 0; x < steps; ++x) {
      const double share = (x + y) / (2.0 * steps - 2.0);
      const double speed_up = 0.5 + share * (most - 0.5);
      for (const bool is_b : {false, true}) {
        MapRow& row = rows.emplace_back();
        row.bandwidth_Bps = 1e4 * (x + 1);
        row.latency_s = 0.001 * (y + 1);
        row.algorithm = is_b ? b : a;
        row.time_to_target_s = is_b ? 1.0 : speed_up;
        row.baseline = a;
        row.speed_up = is_b ? speed_up : 1.0;
        row.winner = speed_up > 1.0 ? b : a;
        row.target = "loss 0.5, held for 2 evaluations";
        row.links = "*";
      }
    }
  }
  test::put(folder / map_name, to_csv(rows));
  test::put(folder / crossovers_name, to_csv(std::vector<CrossoverRow>{{"bandwidth", 15000.0, 0.001, a, b}}));
  return results;
}

}  // namespace

TEST_CASE("the map in the results is a plot of theirs, with a title and a size", "[map]") {
  const test::TemporaryFolder folder;
  const std::vector results{results_with_map(folder, "a", "b", 4.0)};
  REQUIRE(plot_of("map")->lack_of(results).empty());
  const Figure figure = figure_of("map", results);
  CHECK(figure.title == "e: fastest to the target");
  CHECK(legend_of(figure) == Texts{"a", "b", "times as fast as a", "crossover"});
  CHECK(figure.notes == Texts{"Target: loss 0.5, held for 2 evaluations."});
  const Figure sized = figure_of("map", results, {{"title", "mine"}, {"size", "700x600"}});
  CHECK(sized.title == "mine");
  CHECK(sized.width == 700.0);
}

TEST_CASE("a map tells of which links it is, in which scenario, and who is not on it", "[map]") {
  const test::TemporaryFolder folder;
  static_cast<void>(results_with_map(folder, "a", "b", 4.0));
  const ResultsFolder results = results_in(folder, {"a", "by time", "b"});
  auto rows = read_csv<MapRow>(folder / map_name);
  for (auto& row : rows) row.links = "site-*";
  for (auto& row : rows) row.scenario = "half speed";
  CHECK(map_figure_of(results, rows, {}).notes ==
        Texts{"Target: loss 0.5, held for 2 evaluations.", "Of the links that match \"site-*\".",
              "With the other changes of the scenario half speed.", "Not on the map: by time."});
}

TEST_CASE("what has no map, or that of other results, is not drawn", "[map]") {
  const test::TemporaryFolder folder;
  static_cast<void>(results_with_map(folder, "a", "b", 4.0));
  std::vector results{results_in(folder, {"a", "c"})};
  CHECK_THROWS_WITH(figure_of("map", results),
                    (folder / map_name).string() +
                        ": expected a map of these results, found the algorithm \"b\": make " +
                        "it again with \"lowband map\"");
  std::filesystem::remove(folder / map_name);
  CHECK(plot_of("map")->lack_of(results) == "there is no map.csv, which \"lowband map\" writes");
  results.push_back(results[0]);
  CHECK(plot_of("map")->lack_of(results) == "a map is of one results folder");
}

TEST_CASE("regions of a map have colours of their own, however many algorithms there are", "[map]") {
  const test::TemporaryFolder folder;
  static_cast<void>(results_with_map(folder, "a", "b", 4.0));
  // "b" is the ninth, for which the colours come round again.
  const Figure figure = figure_of("map", {results_in(folder, {"a", "1", "2", "3", "4", "5", "6", "7", "b"})});
  CHECK(figure.series[0].style.colour != figure.series[1].style.colour);
}

TEST_CASE("no text of a map covers another, and names are as they are", "[map]") {
  if (!test::gnuplot_installed()) return;
  const test::TemporaryFolder folder;
  const std::string name = "<b>\"it's\" `id` \\n & 100 %";
  const int steps = GENERATE(3, 20);
  const double most = GENERATE(4.0, 30.0, 3000.0);
  CAPTURE(steps, most);
  const std::vector results{results_with_map(folder, name, "b", most, steps)};
  const auto picture = test::svg_picture(run_gnuplot(figure_script(figure_of("map", results), "map.svg")));
  CHECK(test::faults_of(picture) == "");
  const auto count = [&picture](const std::string& text) {
    return std::count_if(picture.texts.begin(), picture.texts.end(), [&](const auto& one) { return one.text == text; });
  };
  CHECK(count(name) == 1);
  CHECK(count("times as fast as " + name) == 1);
}

TEST_CASE("before a map is made its longest legend is known", "[map]") {
  const test::TemporaryFolder folder;
  const ResultsFolder results = results_in(folder, {"a", "b", "c", "base", "late"});
  const auto sound = [](const std::string& name) { return MapContender{name, {true}, true, true}; };
  Contest contest{{sound("a"), sound("b"), sound("c"), sound("base"), sound("late")}, 3};
  contest.contenders[3].is_shown = false;  // there as the baseline alone
  contest.contenders[4].can_win = false;
  NetworkGrid grid{{1e4, 2e4, 4e4}, {0.001, 0.1}};
  const CrossoverRow crossover{"bandwidth", 1e4, 0.001, "a", "b"};
  using Legend = std::vector<std::string>;
  CHECK(legend_of(map_figure_of(results, rows_of_all(contest, grid), std::span(&crossover, 1))) ==
        Legend{"a", "b", "c", "times as fast as base", "crossover"});
  grid.latencies_s.clear();
  CHECK(legend_of(map_figure_of(results, rows_of_all(contest, grid), std::span(&crossover, 1))) ==
        Legend{"a", "b", "c", "late", "crossover"});
}
