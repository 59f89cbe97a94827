// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <set>

#include "sim/base/error.hpp"
#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"

using namespace lowband;
using test::example_run;
using test::figure_of;
using test::plot_of;
using test::results_of;
using test::titles_of;

namespace {

using Names = std::vector<std::string>;

std::vector<ResultsFolder> two_scenarios() {
  RunRecord slow = example_run("sgd", "wan");
  for (auto& row : slow.metrics) row.sim_time_s *= 5.0;
  return {results_of("e", {example_run("sgd", "lan"), example_run("qsgd", "lan"), slow})};
}

}  // namespace

TEST_CASE("panels that cannot differ are drawn once", "[report]") {
  const auto results = two_scenarios();
  const Json only = {{"only", "sgd"}};
  for (const std::string kind : {"over-iterations", "over-bytes", "link-bytes"}) {
    CHECK(titles_of(figure_of(kind, results, only)) == Names{"the same in lan, wan"});
  }
  CHECK(titles_of(figure_of("over-time", results, only)) == Names{"lan", "wan"});
}

TEST_CASE("every plot can be of some algorithms and scenarios only, with a title and a size of its own", "[report]") {
  const auto results = two_scenarios();
  for (const std::string kind : {"over-time", "over-bytes", "over-iterations", "worker-accuracy", "link-bytes"}) {
    CAPTURE(kind);
    CHECK(test::legend_of(figure_of(kind, results, {{"only", "q*"}}))[0] == "qsgd");
    CHECK(test::legend_of(figure_of(kind, results, {{"only", "sgd@wan"}}))[0] == "sgd");
    CHECK(titles_of(figure_of(kind, results, {{"scenario", "w?n"}})) == Names{"wan"});
    const Figure figure = figure_of(kind, results, {{"title", "it's"}, {"size", "800x600.5"}});
    CHECK(figure.title == "it's");
    CHECK(figure.width == 800.0);
    CHECK(figure.height == 600.5);
    CHECK_THROWS_WITH(figure_of(kind, results, {{"only", "sdg"}}),
                      "--only: no algorithm matches \"sdg\", did you mean \"sgd\"?");
    CHECK_THROWS_WITH(figure_of(kind, results, {{"scenario", "lam"}}),
                      "--scenario: no scenario matches \"lam\", did you mean \"lan\"?");
  }
}

TEST_CASE("a size is two numbers in points", "[report]") {
  const std::string size = GENERATE(as<std::string>(), "800", "800x", "x600", "800x600pt", "800,600", "0x600",
                                    "800x1e9", "nanx600", "-800x600");
  CHECK_THROWS_WITH(plot_of("link-bytes", {{"size", size}}),
                    Catch::StartsWith("plot: --size: expected WIDTHxHEIGHT in points, each from 100 to 10000"));
}

TEST_CASE("the scale of x can be chosen where x is a quantity", "[report]") {
  const auto results = two_scenarios();
  for (const std::string kind : {"over-time", "over-bytes", "over-iterations", "worker-accuracy"}) {
    CHECK(figure_of(kind, results, {{"x", "log"}}).panels[0].x.is_logarithmic);
    CHECK_FALSE(figure_of(kind, results, {{"x", "linear"}}).panels[0].x.is_logarithmic);
  }
  CHECK_THROWS_WITH(plot_of("over-time", {{"x", "lin"}}),
                    "plot: --x: expected one of auto, linear, log, found \"lin\"");
}

TEST_CASE("of many algorithms the best eight are shown, each in a colour of its own", "[report]") {
  std::vector<RunRecord> runs;
  for (int i = 0; i < 37; ++i) {
    runs.push_back(example_run("sgd" + std::to_string(i), "lan"));
    for (auto& row : runs.back().metrics) row.sim_time_s *= 1.0 + i;
  }
  const std::vector results{results_of("e", runs)};
  const Figure figure = figure_of("over-time", results);
  CHECK(test::legend_of(figure) ==
        Names{"sgd0", "sgd1", "sgd2", "sgd3", "sgd4", "sgd5", "sgd6", "sgd7", "target", "target reached"});
  std::set<std::string> colours;
  for (std::size_t i = 0; i < 8; ++i) colours.insert(figure.series[i].style.colour);
  CHECK(colours.size() == 8);
  CHECK(figure.notes == Names{"The 8 best of 37 algorithms by time to the target, over all scenarios; --only PATTERN "
                              "shows others."});
  CHECK(figure_of("over-time", results, {{"only", "sgd3[0-6]"}}).notes.empty());
  // The same ones in figures that are not about the target.
  for (const std::string kind : {"link-bytes", "worker-accuracy", "over-iterations"}) {
    CHECK(figure_of(kind, results).notes == figure.notes);
  }
}

TEST_CASE("that workers always agree is told where there is nothing else to draw", "[report]") {
  std::vector<RunRecord> runs = {example_run("ring", "lan"), example_run("tree", "lan")};
  for (auto& run : runs) {
    for (auto& row : run.metrics) row.consensus_distance = 0.0;
  }
  CHECK_THROWS_WITH(
      figure_of("over-time", std::vector{results_of("e", runs)}, {{"y", "consensus"}}),
      "e: there is nothing to plot: the squared distance from the mean model of ring, tree is 0 throughout");
}

TEST_CASE("a model without accuracy shows its loss over time and bytes", "[report]") {
  const std::vector results{results_of("quadratic", {test::run_without_accuracy("gd", "lan")})};
  const Figure figure = figure_of("over-bytes", results);
  CHECK(figure.title == "quadratic: training loss over bytes sent");
  CHECK(figure.panels[0].y.label == "training loss, mean of the workers");
  CHECK(test::text_of(figure.panels[0].x) == "sent by all workers (kB)");
  CHECK_THROWS_WITH(figure_of("worker-accuracy", results),
                    Catch::EndsWith("no model of a worker was tested for its accuracy"));
}

TEST_CASE("an accuracy is that of whom the target is about, and the axis says whose", "[report]") {
  std::vector results{results_of("e", {example_run("sgd", "lan")})};
  const auto check = [&results](const Json& options, const std::string& text, double last) {
    const Figure figure = figure_of("over-time", results, options);
    CHECK(figure.panels[0].y.label == "test accuracy" + text);
    CHECK(test::marks_of<LineMark>(figure.panels[0])[0].points[2].y == last);
  };
  check(Json::object(), ", mean of the workers", 0.94);
  check({{"of", "worst-worker"}}, " of the worst worker", 0.92);
  check({{"of", "mean-model"}}, " of the mean model", 0.95);
  results[0].manifest["experiment"]["evaluation"]["of"] = "worst-worker";
  check(Json::object(), " of the worst worker", 0.92);
}

TEST_CASE("losses of workers that were not recorded are the mean model's, unless they are asked for", "[report]") {
  const std::vector recorded{results_of("e", {example_run("sgd", "lan")})};
  const std::vector bare{results_of("e", {test::without_worker_losses(example_run("sgd", "lan"))})};
  const auto label = [](const std::vector<ResultsFolder>& results) {
    return figure_of("over-iterations", results).panels[0].y.label;
  };
  CHECK(label(recorded) == "training loss, mean of the workers");
  CHECK(label(bare) == "training loss of the mean model");
  CHECK_THROWS_WITH(figure_of("over-iterations", bare, {{"of", "workers"}}), Catch::Contains("were not recorded"));
}

TEST_CASE("results whose targets are about others do not share an axis", "[report]") {
  std::vector results{results_of("a", {example_run("sgd", "lan")}), results_of("b", {example_run("sgd", "lan")})};
  results[1].manifest["experiment"]["evaluation"]["of"] = "mean-model";
  CHECK_THROWS_WITH(figure_of("over-time", results),
                    "the targets of results/a are about \"workers\", those of results/b about \"mean-model\": choose "
                    "one with --of");
  CHECK_NOTHROW(figure_of("over-time", results, {{"of", "mean-model"}}));
}

TEST_CASE("a target that a plot is not about has no effect on it", "[report]") {
  const std::vector results{results_of("e", {example_run("sgd", "lan")})};
  const auto check = [&results](const std::string& kind, const Json& options) {
    plot_of(kind, options)->check_effect(results);
  };
  CHECK_THROWS_WITH(check("over-iterations", {{"target", {"accuracy=0.5"}}}),
                    "--target: has no effect: this plot shows training loss, which the target is not about");
  CHECK_THROWS_WITH(check("over-iterations", {{"hold", 3}}), Catch::StartsWith("--hold: has no effect"));
  CHECK_NOTHROW(check("over-iterations", {{"target", {"loss=0.5"}}, {"hold", 3}}));
  CHECK_NOTHROW(check("over-time", {{"target", {"accuracy=0.5"}}, {"of", "mean-model"}, {"hold", 1}}));
  CHECK_NOTHROW(check("over-time", Json::object()));
  CHECK_THROWS_WITH(plot_of("over-time", {{"hold", 0}}), "plot: --hold: expected integer at least 1, found 0");
}

TEST_CASE("a plot is of any metric, with the target where it is about it", "[report]") {
  const std::vector results{results_of("e", {example_run("sgd", "lan")})};  // workers have 0.1, 0.91, 0.94
  const Figure error = figure_of("over-bytes", results, {{"y", "error"}, {"target", {"error=0.1"}}});
  CHECK(error.title == "e: test error over bytes sent");
  CHECK(test::text_of(error.panels[0].y) == "test error, mean of the workers (%)");
  CHECK(test::marks_of<LineMark>(error.panels[0])[0].points[1].y == Approx(0.09));
  CHECK(test::marks_of<RuleMark>(error.panels[0])[0].at == 0.1);
  CHECK(test::marks_of<DotMark>(error.panels[0])[0].points[0].x == 1000.0);  // 0.09 is the first that is 0.1 or less
  const Figure bytes = figure_of("over-time", results, {{"y", "bytes-sent"}});
  CHECK(test::text_of(bytes.panels[0].y) == "bytes sent by all nodes (kB)");
  CHECK(test::marks_of<LineMark>(bytes.panels[0])[0].points.size() == 201);  // that of traffic.csv
  const Figure consensus = figure_of("over-time", results, {{"y", "consensus"}});
  CHECK(consensus.panels[0].y.label == "squared distance from the mean model");
  CHECK(consensus.panels[0].y.is_logarithmic);
}

TEST_CASE("a metric that workers do not have is the mean model's, unless they are asked for", "[report]") {
  RunRecord run = example_run("sgd", "lan");
  for (auto& row : run.metrics) row.test_top5_accuracy = 0.75;
  const std::vector results{results_of("e", {run})};
  const Figure figure = figure_of("over-time", results, {{"y", "top-5"}});
  CHECK(figure.panels[0].y.label == "top-5 test accuracy of the mean model");
  CHECK(test::marks_of<LineMark>(figure.panels[0])[0].points[0].y == 0.75);
  CHECK_THROWS_WITH(figure_of("over-time", results, {{"y", "top-5"}, {"of", "workers"}}),
                    "results/e: the top-5 test accuracy is not recorded of \"workers\": take --of mean-model");
}

TEST_CASE("a metric that is none, or that results do not have, is refused", "[report]") {
  const std::vector results{results_of("e", {example_run("sgd", "lan")})};
  CHECK_THROWS_WITH(
      plot_of("over-time", {{"y", "top5"}}),
      "--y: expected accuracy, error, top-5, perplexity, loss, test-loss, objective, gradient, mean-gradient, "
      "consensus, bytes-sent, found \"top5\", did you mean \"top-5\"?");
  CHECK_THROWS_WITH(figure_of("over-time", results, {{"y", "top-5"}}),
                    Catch::StartsWith("results/e: the top-5 test accuracy was not recorded: it takes"));
  CHECK_THROWS_WITH(plot_of("over-time", {{"y", "consensus"}, {"of", "workers"}})->check_effect(results),
                    "--of: has no effect: consensus is of no one model");
}

TEST_CASE("a picture is called by the metric that was asked for", "[report]") {
  CHECK(plot_of("over-time")->file_name("over-time") == "over-time");
  CHECK(plot_of("over-time", {{"y", "error"}})->file_name("over-time") == "error-over-time");
  CHECK(plot_of("link-bytes")->file_name("link-bytes") == "link-bytes");
}
