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
  write_whole(folder / "manifest.json", R"({"lowband": "0.1.0", "experiment": {"name": "e"}, "runs": ["a@lan"]})");
  write_run(folder / "a@lan", test::example_run("a", "lan"));
}

}  // namespace

TEST_CASE("plot draws all kinds into the results, or one file", "[report]") {
  if (!test::gnuplot_installed()) return;
  const TemporaryFolder folder;
  write_results(folder / "e");
  CHECK(plot_command({{folder / "e"}, {}, {}}) == 0);
  CHECK(names_in(folder / "e/plots") ==
        Names{"accuracy-bytes.svg", "accuracy-time.svg", "link-bytes.svg", "loss-iterations.svg"});
  CHECK(plot_command({{folder / "e"}, "link-bytes", folder / "out/links.png"}) == 0);
  CHECK(plot_command({{folder / "e"}, {}, folder / "out/accuracy.pdf"}) == 0);
  CHECK(names_in(folder / "out") == Names{"accuracy.pdf", "links.png"});
}

TEST_CASE("compare and plot reject a folder that holds no results", "[report]") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(compare_command({{folder.path()}, {}, "table"}), UsageError);
  CHECK_THROWS_AS(plot_command({{folder.path()}, {}, {}}), UsageError);
}
