#include "sim/report/plots.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/report/example_results.hpp"
#include "tests/report/gnuplot_installed.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using test::content_of;
using test::example_run;
using test::results_of;
using test::TemporaryFolder;
using test::with;
using test::with_staleness;
using test::with_workers;
using test::without;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Two algorithms, one of them with a difficult name, in three scenarios; in the last none has finished.
std::vector<ResultsFolder> example_results() {
  const std::string odd = "'q_sgd's \"4\" {bit}";
  const auto all =
      results_of("quick_start", {with(with_staleness(example_run("sgd", "a_b"), {{0, 1, 1.0}}), "all-reduce", "none"),
                                 with(example_run(odd, "a_b"), "all-reduce", "qsgd"),
                                 with(example_run("sgd", "c"), "all-reduce", "none"),
                                 with(test::diverged(example_run(odd, "c"), 20), "all-reduce", "qsgd"),
                                 with(example_run("sgd", "d"), "all-reduce", "none")});
  return {without(all, 4)};
}

}  // namespace

TEST_CASE("every kind of plot is drawn in every format", "[report]") {
  if (!test::gnuplot_installed()) return;
  const TemporaryFolder folder;
  auto results = example_results();
  results.push_back(results_of("more", {with_workers(example_run("sgd", "c"), 4)}));
  const std::string kind = GENERATE(as<std::string>(), "accuracy-time", "accuracy-bytes", "loss-iterations",
                                    "link-bytes", "staleness", "gradient-workers");
  INFO(kind);
  draw_plot(kind, results, {}, folder / "plot.svg");
  draw_plot(kind, results, {}, folder / "plot.png");
  draw_plot(kind, results, {}, folder / "plot.pdf");
  CHECK(contains(content_of(folder / "plot.svg").substr(0, 100), "<svg"));
  CHECK(content_of(folder / "plot.png").substr(0, 8) == "\x89PNG\r\n\x1a\n");
  CHECK(content_of(folder / "plot.pdf").substr(0, 5) == "%PDF-");
  CHECK(test::names_in(folder.path()) == std::vector<std::string>{"plot.pdf", "plot.png", "plot.svg"});
}

TEST_CASE("names stand in a picture as they are", "[report]") {
  if (!test::gnuplot_installed()) return;
  const TemporaryFolder folder;
  draw_plot("accuracy-time", example_results(), {}, folder / "plot.svg");
  const std::string svg = content_of(folder / "plot.svg");
  CHECK(contains(svg, ">quick_start: test accuracy over simulated time<"));
  CHECK(contains(svg, "'q_sgd's \"4\" {bit}"));
  CHECK(contains(svg, ">a_b<"));
  CHECK(contains(svg, ">not finished<"));  // the panel of the third scenario
}

TEST_CASE("the script of curves", "[report]") {
  const std::string script = plot_script("accuracy-time", example_results(), {}, "plot.svg");
  CHECK(contains(script, "set terminal svg"));
  CHECK(contains(script, "noenhanced"));
  CHECK(contains(script, R"(title "'q_sgd's \"4\" {bit}")"));
  CHECK(contains(script, "set xlabel \"simulated time (s)\" noenhanced\n"));
  CHECK(contains(script, "$curve0 << END\n0 10 10 10\n1 91 91 91\n2 94 94 94\nEND\n"));
  CHECK(contains(script, "$curve0 using 1:2 with lines lw 2 lc rgb '#0072B2' dt 1"));
  CHECK(contains(script, "$curve1 using 1:2 with lines lw 2 lc rgb '#D55E00' dt (12,6)"));  // compressed: dashed
  CHECK(contains(script, "plot 90 with lines lw 1"));                                       // the target
  CHECK(contains(script, "$end1 << END\n2 94"));                                            // the diverged run
}

TEST_CASE("the loss is drawn over iterations on a logarithmic axis", "[report]") {
  const std::string script = plot_script("loss-iterations", example_results(), {}, "plot.pdf");
  CHECK(contains(script, "set logscale y"));
  CHECK(contains(script, "$curve0 << END\n0 2.5 2.5 2.5\n20 0.5 0.5 0.5\n40 0.125 0.125 0.125\nEND\n"));
}

TEST_CASE("a model without accuracy shows its loss over time and bytes", "[report]") {
  const std::vector results{results_of("quadratic", {test::run_without_accuracy("gd", "lan")})};
  const std::string script = plot_script("accuracy-bytes", results, {}, "plot.svg");
  CHECK(contains(script, "\"quadratic: train loss over bytes sent\""));
  CHECK(contains(script, "set ylabel \"train loss, mean of the workers\""));
  CHECK(contains(script, "set xlabel \"sent by all workers (kB)\""));
}

TEST_CASE("the squared gradient is drawn over the number of workers", "[report]") {
  const auto quantized = [](int workers, double gradient) {
    return with(test::with_gradients("q", workers, {gradient}), "all-reduce", "qsgd");
  };
  const std::vector results{results_of("two", {test::with_gradients("sgd", 2, {6.0}, 1),
                                               test::with_gradients("sgd", 2, {10.0}, 2), quantized(2, 9.0)}),
                            results_of("eight", {test::with_gradients("sgd", 8, {2.0}), quantized(8, 20.0)})};
  const std::string script = plot_script("gradient-workers", results, {}, "plot.svg");
  CHECK(contains(script, "\"two, eight: squared gradient over workers\""));
  CHECK(contains(script, "set xlabel \"workers M\" noenhanced\n"));
  CHECK(contains(script, "set logscale x\nset xrange [1.8"));  // 2 / 1.1
  CHECK(contains(script, "set xtics nomirror (\"2\" 2, \"8\" 8)\n"));
  CHECK(contains(script, "set logscale y"));
  CHECK(contains(script, "$curve0 << END\n2 8 6 10\n8 2 2 2\nEND\n"));
  CHECK(contains(script, "$curve1 << END\n2 9 9 9\n8 20 20 20\nEND\n"));
  CHECK(contains(script, "$curve0 using 1:2 with linespoints pt 6"));
  CHECK(contains(script, "$reference << END\n2 8 8 8\n8 4 4 4\nEND\n"));  // 8 sqrt(2 / 8)
  CHECK(contains(script, "title \"1/sqrt(M)\""));
}

TEST_CASE("bars have the bytes of each link, the mean over the seeds", "[report]") {
  RunRecord other = example_run("sgd", "lan", 2);
  other.links[0].bytes = 4000;
  const std::vector results{results_of("e", {example_run("sgd", "lan", 1), other})};
  const std::string script = plot_script("link-bytes", results, {}, "plot.svg");
  CHECK(contains(script, "\"e: bytes per link\""));
  CHECK(contains(script, "(\"link_0\" 0, \"link_1\" 1)"));
  CHECK(contains(script, "$bars0 << END\n0 3\n1 0.5\nEND\n"));  // kB: (2000 + 4000) / 2, (500 + 500) / 2
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
  const std::vector results{results_of("e", {run, other})};
  const std::string script = plot_script("link-bytes", results, {}, "plot.svg");
  CHECK(contains(script, "(the 24 of 30 with the highest utilisation)"));
  CHECK(contains(script, "(\"link0\" 0, \"link29\" 1, \"link28\" 2,"));
  CHECK(contains(script, "\"link7\" 23)"));
  CHECK_FALSE(contains(script, "\"link6\""));
}

TEST_CASE("the shares of changes are drawn by their staleness, all seeds together", "[report]") {
  // 0, 0, 2 with one seed and 0 once with the other: 75 % are 0, 25 % are 2.
  RunRecord one = with_staleness(example_run("delayed", "lan", 1), {{0, 2, 2.0 / 3.0}, {2, 1, 1.0}});
  RunRecord other = with_staleness(example_run("delayed", "lan", 2), {{0, 1, 1.0}});
  const auto rounds = example_run("rounds", "lan");
  const auto buffered = with(with_staleness(example_run("buffered", "lan"), {{1, 3, 1.0}}), "parameter-server", "qsgd");
  const std::vector results{results_of("e", {rounds, one, other, buffered})};
  const std::string script = plot_script("staleness", results, {}, "plot.svg");
  CHECK(contains(script, "\"e: staleness of changes\""));
  CHECK(contains(script, "set xlabel 'staleness'\nset xrange [-0.5:2.5]\n"));
  CHECK(contains(script, "$staleness1 << END\n-0.5 0\n-0.5 75\n0.5 0\n1.5 25\n2.5 0\nEND\n"));
  CHECK(contains(script, "$staleness2 << END\n-0.5 0\n-0.5 0\n0.5 100\n1.5 0\n2.5 0\nEND\n"));
  CHECK(contains(script, "$staleness1 using 1:2 with steps lw 2 lc rgb '#D55E00' dt 1"));
  CHECK(contains(script, "$staleness2 using 1:2 with steps lw 2 lc rgb '#009E73' dt (12,6)"));
  CHECK(contains(script, "set yrange [0:121.95"));  // 100 %, and above it three lines of 6 % of the height: 100 / 0.82
  CHECK(contains(script, "\"mean 0.5; 50, 95, 99 %: 0, 2, 2\""));
  CHECK(contains(script, "\"mean 1; 50, 95, 99 %: 1, 1, 1\""));
  CHECK(contains(script, "title \"buffered\""));
  CHECK_FALSE(contains(script, "rounds"));  // where nothing is stale
}

TEST_CASE("the axis of staleness ends where few are staler, and has some dozens of steps", "[report]") {
  // 990 of 1000 are at most 199, in the mean (990 x 100 + 10 x 5000) / 1000: the axis ends at 199 + 49 + 1 = 249. With
  // 50 steps at most, 5 values have one together.
  std::vector<StalenessRow> rows = {{1, 495, 0.495}, {199, 495, 0.99}, {5000, 10, 1.0}};
  const std::vector results{results_of("e", {with_staleness(example_run("async", "lan"), rows)})};
  const std::string script = plot_script("staleness", results, {}, "plot.svg");
  CHECK(contains(script, "set xlabel 'staleness, in steps of 5'\nset xrange [-0.5:248.5]\n"));
  CHECK(contains(script, "<< END\n-0.5 0\n-0.5 49.5\n4.5 0\n"));
  CHECK(contains(script, "\n194.5 49.5\n199.5 0\n"));
  CHECK(contains(script, "\"mean 149; 50, 95, 99 %: 199, 199, 199\""));
}

TEST_CASE("staleness has no panel where there is none, and one to come where a run is missing", "[report]") {
  const auto stale = [](const std::string& scenario) {
    return with_staleness(example_run("delayed", scenario), {{1, 4, 1.0}});
  };
  const auto panel = [](const std::string& title) { return "set title \"" + title + "\" noenhanced\n"; };
  const auto results = results_of("e", {stale("lan"), stale("wan"), stale("far"), example_run("delayed", "old")});
  const std::string whole = plot_script("staleness", std::vector{results}, {}, "plot.svg");
  CHECK(contains(whole, panel("the same in lan, wan, far")));
  CHECK_FALSE(contains(whole, "old"));
  CHECK_FALSE(contains(whole, "not finished"));
  const std::string begun = plot_script("staleness", std::vector{without(results, 2)}, {}, "plot.svg");
  CHECK(contains(begun, panel("the same in lan, wan")));
  CHECK(contains(begun, panel("far")));
  CHECK(contains(begun, "not finished"));
}

TEST_CASE("where no run tells of staleness its plot is refused, and not among those of all kinds", "[report]") {
  const std::vector results{results_of("e", {example_run("sgd", "lan")})};
  CHECK_FALSE(shows_something("staleness", results));
  CHECK_THROWS_WITH(
      plot_script("staleness", results, {}, "plot.svg"),
      "results/e: there is nothing to plot: no run tells of staleness, which servers and gossip have where "
      "there are no rounds");
  const std::vector stale{results_of("e", {with_staleness(example_run("sgd", "lan"), {{0, 1, 1.0}})})};
  CHECK(shows_something("staleness", stale));
  CHECK_THROWS_WITH(check_effect({{}, "workers", {}}, "staleness", stale), "--of: has no effect on the plot staleness");
}

TEST_CASE("panels that cannot differ are drawn once", "[report]") {
  RunRecord slow = example_run("sgd", "wan");
  for (auto& row : slow.metrics) row.sim_time_s *= 5.0;
  const std::vector results{results_of("e", {example_run("sgd", "lan"), slow})};
  const std::string once = "set title \"the same in lan, wan\" noenhanced\n";
  CHECK(contains(plot_script("loss-iterations", results, {}, "plot.svg"), once));
  CHECK(contains(plot_script("accuracy-bytes", results, {}, "plot.svg"), once));
  CHECK(contains(plot_script("link-bytes", results, {}, "plot.svg"), once));
  CHECK_FALSE(contains(plot_script("accuracy-time", results, {}, "plot.svg"), once));
}

TEST_CASE("an accuracy is that of whom the target is about, and the axis says whose", "[report]") {
  std::vector results{results_of("e", {example_run("sgd", "lan")})};
  const auto label = [&results](const TargetOptions& options, const std::string& text, const std::string& last) {
    const std::string script = plot_script("accuracy-time", results, options, "plot.svg");
    return contains(script, "set ylabel \"test accuracy" + text + " (%)\" noenhanced\n") &&
           contains(script, "\n2 " + last + " ");
  };
  CHECK(label({}, ", mean of the workers", "94"));
  CHECK(label({{}, "worst-worker", {}}, " of the worst worker", "92"));
  CHECK(label({{}, "mean-model", {}}, " of the mean model", "95"));
  results[0].manifest["experiment"]["evaluation"]["of"] = "worst-worker";
  CHECK(label({}, " of the worst worker", "92"));
}

TEST_CASE("losses of workers that were not recorded are the mean model's, unless they are asked for", "[report]") {
  const std::vector recorded{results_of("e", {example_run("sgd", "lan")})};
  const std::vector bare{results_of("e", {test::without_worker_losses(example_run("sgd", "lan"))})};
  const auto script = [](const std::vector<ResultsFolder>& results, const TargetOptions& options) {
    return plot_script("loss-iterations", results, options, "plot.svg");
  };
  CHECK(contains(script(recorded, {}), "set ylabel \"train loss, mean of the workers\""));
  CHECK(contains(script(bare, {}), "set ylabel \"train loss of the mean model\""));
  CHECK_THROWS_WITH(script(bare, {{}, "workers", {}}), Catch::Contains("were not recorded"));
}

TEST_CASE("results whose targets are about others do not share an axis", "[report]") {
  std::vector results{results_of("a", {example_run("sgd", "lan")}), results_of("b", {example_run("sgd", "lan")})};
  results[1].manifest["experiment"]["evaluation"]["of"] = "mean-model";
  CHECK_THROWS_WITH(plot_script("accuracy-time", results, {}, "plot.svg"),
                    "the targets of results/a are about \"workers\", those of results/b about \"mean-model\": choose "
                    "one with --of");
  CHECK_NOTHROW(plot_script("accuracy-time", results, {{}, "mean-model", {}}, "plot.svg"));
}

TEST_CASE("options without an effect on the plot are refused", "[report]") {
  const std::vector results{results_of("e", {example_run("sgd", "lan")})};
  const auto check = [&results](const std::string& kind, const TargetOptions& options) {
    check_effect(options, kind, results);
  };
  CHECK_THROWS_WITH(check("link-bytes", {{}, "workers", {}}), "--of: has no effect on the plot link-bytes");
  CHECK_THROWS_WITH(check("gradient-workers", {{}, {}, 3}), "--hold: has no effect on the plot gradient-workers");
  CHECK_THROWS_WITH(
      check("loss-iterations", {{"accuracy=0.5"}, {}, {}}),
      "--target: has no effect: this plot loss-iterations shows train loss, which the target is not about");
  CHECK_THROWS_WITH(check("loss-iterations", {{}, {}, 3}), Catch::StartsWith("--hold: has no effect"));
  CHECK_NOTHROW(check("loss-iterations", {{"loss=0.5"}, {}, 3}));
  CHECK_NOTHROW(check("accuracy-time", {{"accuracy=0.5"}, "mean-model", 1}));
  CHECK_NOTHROW(check("accuracy-time", {}));
}

TEST_CASE("a wrong kind or ending is an error before anything is written", "[report]") {
  const TemporaryFolder folder;
  const auto results = example_results();
  CHECK_THROWS_WITH(draw_plot("acuracy-time", results, {}, folder / "plot.svg"),
                    "--kind: expected a kind of plot, found \"acuracy-time\", did you mean \"accuracy-time\"?");
  CHECK_THROWS_WITH(draw_plot("link-bytes", results, {}, "plot.jpg"),
                    "plot.jpg: expected a name that ends in .svg, .png or .pdf, found \".jpg\"");
  CHECK_THROWS_WITH(draw_plot("accuracy-time", results, {}, "plot"),
                    "plot: expected a name that ends in .svg, .png or .pdf, found no ending");
  CHECK(test::names_in(folder.path()).empty());
}
