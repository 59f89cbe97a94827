// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/commands/compare.hpp"
#include "sim/commands/plot.hpp"
#include "sim/results/run_folder.hpp"
#include "tests/report/gnuplot/gnuplot_installed.hpp"
#include "tests/results/example_run.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using test::names_in;
using test::TemporaryFolder;
using Names = std::vector<std::string>;

namespace {

void write_results(const std::filesystem::path& folder) {
  write_whole(folder / "manifest.json",
              R"({"lowband": "0.1.0", "format": 1, "experiment": {"name": "e"}, "runs": ["a@lan@seed1"]})");
  write_run(folder / "a@lan@seed1", test::example_run("a", "lan"));
}

PlotOptions options(const std::filesystem::path& folder) { return {.dirs = {folder}, .kind = {}, .out = {}}; }

}  // namespace

TEST_CASE("plot draws the standard kinds into the results, or one file", "[report]") {
  if (!test::gnuplot_installed()) return;
  const TemporaryFolder folder;
  write_results(folder / "e");
  PlotOptions plot = options(folder / "e");
  CHECK(plot_command(plot) == 0);
  CHECK(names_in(folder / "e/plots") ==
        Names{"link-bytes.svg", "over-bytes.svg", "over-iterations.svg", "over-time.svg"});
  plot.out = folder / "out/accuracy.pdf";
  CHECK(plot_command(plot) == 0);
  plot.out = folder / "out/links.png";
  plot.kind = "link-bytes";
  CHECK(plot_command(plot) == 0);
  CHECK(names_in(folder / "out") == Names{"accuracy.pdf", "links.png"});
}

TEST_CASE("gnuplot's script can be had beside the picture, and draws it again", "[report]") {
  if (!test::gnuplot_installed()) return;
  const TemporaryFolder folder;
  write_results(folder / "e");
  PlotOptions plot = options(folder / "e");
  plot.out = folder / "out/accuracy.svg";
  plot.has_script = true;
  CHECK(plot_command(plot) == 0);
  CHECK(names_in(folder / "out") == Names{"accuracy.gp", "accuracy.svg"});
  CHECK_THAT(test::content_of(folder / "out/accuracy.gp"), Catch::Contains("set output \"accuracy.svg\"\n"));
}

TEST_CASE("a figure of several results is written into none of them unasked", "[report]") {
  const TemporaryFolder folder;
  write_results(folder / "e");
  write_results(folder / "f");
  PlotOptions plot = options(folder / "e");
  plot.dirs.push_back(folder / "f");
  CHECK_THROWS_WITH(plot_command(plot),
                    "plot: several results make one figure, which is of none of their folders: name a file with --out");
  CHECK(names_in(folder / "e") == Names{"a@lan@seed1", "manifest.json"});
  if (!test::gnuplot_installed()) return;
  plot.out = folder / "both.svg";
  CHECK(plot_command(plot) == 0);
  CHECK(names_in(folder.path()) == Names{"both.svg", "e", "f"});
}

TEST_CASE("one plot that was asked for passes over no option, all plots together may", "[report]") {
  const TemporaryFolder folder;
  write_results(folder / "e");
  PlotOptions plot = options(folder / "e");
  plot.options = {{"of", {"workers"}}, {"target", {"accuracy=0.9"}}, {"hold", {"1"}}, {"x", {"log"}}};
  plot.kind = "link-bytes";
  CHECK_THROWS_WITH(plot_command(plot), "--hold: has no effect on the plot link-bytes");
  plot.kind = "acuracy-time";
  CHECK_THROWS_WITH(plot_command(plot),
                    Catch::StartsWith("--kind: expected a kind of plot, found \"acuracy-time\", did you mean"));
  plot.kind = {};
  plot.options["x"] = {"log", "linear"};
  CHECK_THROWS_WITH(plot_command(plot), "--x: expected once, found 2 times");
  if (!test::gnuplot_installed()) return;
  plot.options["x"] = {"log"};
  CHECK(plot_command(plot) == 0);
  plot.kind = "over-iterations";
  CHECK_THROWS_WITH(plot_command(plot), Catch::StartsWith("--target: has no effect"));
}

TEST_CASE("a wrong ending is an error before anything is written", "[report]") {
  const TemporaryFolder folder;
  write_results(folder / "e");
  PlotOptions plot = options(folder / "e");
  plot.out = folder / "plot.jpg";
  CHECK_THROWS_WITH(plot_command(plot),
                    Catch::EndsWith("expected a name that ends in .svg, .png or .pdf, found \".jpg\""));
  CHECK(names_in(folder.path()) == Names{"e"});
}

TEST_CASE("compare and plot reject a folder that holds no results", "[report]") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(compare_command({.dirs = {folder.path()}}), UsageError);
  CHECK_THROWS_AS(plot_command(options(folder.path())), UsageError);
}

TEST_CASE("compare refuses options that have no effect beside others", "[report]") {
  const TemporaryFolder folder;
  write_results(folder / "e");
  const std::vector dirs{folder / "e"};
  CHECK_THROWS_WITH(compare_command({.dirs = dirs, .best = "time", .per_run = true}),
                    "--best: has no effect with --per-run, which names no winners");
  CHECK_THROWS_WITH(compare_command({.dirs = dirs, .per_run = true, .baseline = "a"}),
                    "--baseline: has no effect with --per-run, which compares with none");
  CHECK_THROWS_WITH(compare_command({.dirs = dirs, .per_run = true, .confidence = 0.9}),
                    "--confidence: has no effect with --per-run, which has no means over seeds");
  CHECK_THROWS_WITH(compare_command({.dirs = dirs, .best = "accuracy", .sort = "algorithm"}),
                    "--sort: has no effect with --best, which has a line per scenario");
  CHECK_THROWS_WITH(compare_command({.dirs = dirs, .best = "accuracy", .baseline = "paradigm"}),
                    "--baseline: has no effect with --best accuracy, which has no speed-ups");
  CHECK_THROWS_WITH(compare_command({.dirs = dirs, .confidence = 0.9}),
                    "--confidence: has no effect, as no algorithm has runs with several seeds");
  CHECK_THROWS_WITH(compare_command({.dirs = dirs, .best = "time"}),
                    "--best time: there is no target to reach: name one with --target");
}
