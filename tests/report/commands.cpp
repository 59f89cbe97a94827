#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/commands/compare.hpp"
#include "sim/commands/plot.hpp"
#include "sim/results/run_folder.hpp"
#include "tests/report/gnuplot_installed.hpp"
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

}  // namespace

TEST_CASE("plot draws all kinds into the results, or one file", "[report]") {
  if (!test::gnuplot_installed()) return;
  const TemporaryFolder folder;
  write_results(folder / "e");
  CHECK(plot_command({{folder / "e"}, {}, {}, {}}) == 0);
  CHECK(names_in(folder / "e/plots") ==
        Names{"accuracy-bytes.svg", "accuracy-time.svg", "link-bytes.svg", "loss-iterations.svg"});
  CHECK(plot_command({{folder / "e"}, "link-bytes", {}, folder / "out/links.png"}) == 0);
  CHECK(plot_command({{folder / "e"}, {}, {}, folder / "out/accuracy.pdf"}) == 0);
  CHECK(names_in(folder / "out") == Names{"accuracy.pdf", "links.png"});
}

TEST_CASE("a figure of several results is written into none of them unasked", "[report]") {
  const TemporaryFolder folder;
  write_results(folder / "e");
  write_results(folder / "f");
  CHECK_THROWS_WITH(plot_command({{folder / "e", folder / "f"}, {}, {}, {}}),
                    "plot: several results make one figure, which is of none of their folders: name a file with --out");
  CHECK(names_in(folder / "e") == Names{"a@lan@seed1", "manifest.json"});
  if (!test::gnuplot_installed()) return;
  CHECK(plot_command({{folder / "e", folder / "f"}, {}, {}, folder / "both.svg"}) == 0);
  CHECK(names_in(folder.path()) == Names{"both.svg", "e", "f"});
}

TEST_CASE("one plot that was asked for passes over no option, all plots together may", "[report]") {
  const TemporaryFolder folder;
  write_results(folder / "e");
  CHECK_THROWS_AS(plot_command({{folder / "e"}, "link-bytes", {{}, "workers", {}}, {}}), UsageError);
  if (!test::gnuplot_installed()) return;
  CHECK(plot_command({{folder / "e"}, {}, {{"accuracy=0.9"}, "workers", 1}, {}}) == 0);
}

TEST_CASE("compare and plot reject a folder that holds no results", "[report]") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(compare_command({.dirs = {folder.path()}}), UsageError);
  CHECK_THROWS_AS(plot_command({{folder.path()}, {}, {}, {}}), UsageError);
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
