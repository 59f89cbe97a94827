// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison_format.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/place.hpp"
#include "tests/report/example_results.hpp"

using namespace lowband;
using test::diverged;
using test::never_reached;
using test::reached;
using test::results_of;
using test::unstable;
using test::with;
using test::without;

namespace {

/// Two scenarios; of the second, one run diverged and one is not there.
Comparison example_comparison(const std::optional<std::string>& baseline = {}) {
  static const std::vector results{without(
      results_of("e", {with(reached("pr-sgd/ar", "1Gbps", 1.0, 1'500'000), "all-reduce", "none"),
                       with(reached("q/ar", "1Gbps", 0.4, 300'000), "all-reduce", "qsgd"),
                       with(diverged(never_reached(reached("pr-sgd/ar", "10Mbps", 1.0, 1)), 20), "all-reduce", "none"),
                       with(reached("q/ar", "10Mbps", 1.0, 1), "all-reduce", "qsgd")}),
      3)};
  return compare(results, {.baseline = baseline});
}

std::string table_of(std::vector<RunRecord> runs, const TargetOptions& options = {}) {
  const std::vector results{results_of("e", std::move(runs))};
  return format_comparison(compare(results, {.target = options}), "table");
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

RunRecord with_top5(RunRecord run, double accuracy) {
  for (auto& row : run.metrics) row.test_top5_accuracy = accuracy;
  run.summary.final = run.metrics.back();
  return run;
}

}  // namespace

TEST_CASE("the table for people", "[report]") {
  CHECK(format_comparison(example_comparison(), "table") ==
        "Target: test accuracy 90 %, mean of the workers' own models on 1000 test samples, held for 2 evaluations\n"
        "Baseline: pr-sgd/ar (speed-up and bytes saved are those at the target)\n"
        "\n"
        "1Gbps\n"
        "  algorithm  time to target  speed-up  bytes to target  bytes saved  total time  total bytes  bits/param"
        "  accuracy  worst worker  consensus  status\n"
        "  pr-sgd/ar          1.00 s  baseline          1.50 MB     baseline      2.00 s      2.00 kB       32.00"
        "   94.00 %       92.00 %       0.33  finished\n"
        "  q/ar               400 ms    2.50 ×           300 kB       80.0 %      800 ms      2.00 kB       32.00"
        "   94.00 %       92.00 %       0.33  finished\n"
        "\n"
        "10Mbps\n"
        "  algorithm  time to target  speed-up  bytes to target  bytes saved  total time  total bytes  bits/param"
        "  accuracy  worst worker  consensus  status\n"
        "  pr-sgd/ar               -  baseline                -     baseline      2.00 s      2.00 kB       32.00"
        "   50.00 %       45.00 %       0.33  diverged (iteration 20)\n"
        "  q/ar                    -         -                -            -           -            -           -"
        "         -             -          -  not finished\n"
        "\n"
        "Fastest to the target, and still there at the end: q/ar in 1Gbps.\n"
        "pr-sgd/ar diverged in 10Mbps: the loss is nan\n"
        "At the end, of the workers' own models on 1000 test samples: their mean, the worst, and as consensus their "
        "mean squared distance from the mean model.\n");
}

TEST_CASE("each paradigm with a baseline of its own has tables of its own", "[report]") {
  const std::vector results{results_of("e", {with(reached("ar", "lan", 1.0, 1000), "all-reduce", "none"),
                                             with(reached("gossip", "lan", 2.0, 1000), "gossip", "none"),
                                             with(reached("q-ar", "lan", 0.5, 1000), "all-reduce", "qsgd"),
                                             with(reached("push", "lan", 0.5, 1000), "push-sum", "qsgd")})};
  const auto text = format_comparison(compare(results, {.baseline = "paradigm"}), "table");
  CHECK(contains(text, "Baseline: one for each paradigm (speed-up"));
  CHECK(contains(text, "\nlan, all-reduce (baseline: ar)\n"));
  CHECK(contains(text, "\nlan, gossip (baseline: gossip)\n"));
  CHECK(contains(text, "\nlan, push-sum (baseline: none, as all compress)\n"));
}

TEST_CASE("several seeds show an interval, and how many of them have a figure", "[report]") {
  const auto text = table_of({reached("ar", "lan", 1.0, 1000, 1), reached("ar", "lan", 2.0, 3000, 2),
                              diverged(never_reached(reached("ar", "lan", 1.0, 1, 3)), 20)});
  // Half-widths t s / sqrt(n), with t = 12.7062 of two seeds, 4.30265 of three.
  CHECK(contains(text, "1.50 ± 6.35 s (2/3)"));  // s = sqrt(0.25 + 0.25): 12.7062 * 0.5
  CHECK(contains(text, "  2.00 ± 12.71 kB  "));  // s = sqrt(1 + 1): 12.7062 * 1
  CHECK(contains(text, "79.33 ± 63.11 %"));      // 94, 94, 50: s = 25.4034, 4.30265 * 25.4034 / sqrt(3)
  CHECK(contains(text, "  2.00 kB  "));          // the same for all seeds
  CHECK(contains(text, "1/3 diverged (iteration 20)"));
  CHECK(contains(text, "\nar diverged: the loss is nan (seed 3; 1 of 3 seeds)\n"));
  CHECK(contains(text, "\n±: half of the 95 % confidence interval of the mean over the seeds (Student's t).\n"));
  CHECK(contains(text, "\n(1/3): one of three seeds has the figure.\n"));
  CHECK_FALSE(contains(table_of({reached("ar", "lan", 1.0, 1000)}), "±"));
}

TEST_CASE("what is marked is explained, and nothing else is", "[report]") {
  RunRecord lost = reached("lost", "lan", 1.0, 1000);
  lost.metrics.push_back(lost.metrics[0]);
  RunRecord brief = reached("brief", "lan", 4.0, 1000);
  brief.metrics[1].workers_test_accuracy = 0.5;  // so that only the last evaluation, after 8 s, meets the target
  const auto text = table_of({lost, brief});
  CHECK(contains(text, "  lost             1.00 s †  "));
  CHECK(contains(text, "  brief            8.00 s ‡  "));
  CHECK(contains(text, "\nFastest to the target, and still there at the end: brief ‡.\n"));
  CHECK(contains(text, "\n†: reached, but no longer met at the end.\n"));
  CHECK(contains(text, "\n‡: met at the end of the run, but by too few evaluations to tell whether it holds.\n"));
  const auto plain = table_of({reached("ar", "lan", 1.0, 1000)});
  CHECK_FALSE(contains(plain, "†"));
  CHECK_FALSE(contains(plain, "‡"));
}

TEST_CASE("an unstable run says why, once for all scenarios", "[report]") {
  const auto text = table_of({reached("ar", "lan", 1.0, 1000), unstable(reached("q", "lan", 0.5, 10)),
                              reached("ar", "wan", 1.0, 1000), unstable(reached("q", "wan", 0.5, 10))});
  CHECK(contains(text, "  unstable\n"));
  CHECK(contains(text, "\nq is unstable in both scenarios: the last training loss is above the first\n"));
  CHECK(contains(text, "\nNo speed-up of q in both scenarios: unstable and diverged runs have none.\n"));
}

TEST_CASE("what has nothing to say has no column", "[report]") {
  const std::vector bare{test::with_evaluation(results_of("e", {reached("ar", "lan", 1.0, 1000)}), Json::object())};
  const auto text = format_comparison(compare(bare), "table");
  CHECK(text.starts_with(
      "lan\n  algorithm  total time  total bytes  bits/param  accuracy  worst worker  consensus  status\n"));
  const auto equal = table_of({test::with_equal_models(reached("ar", "lan", 1.0, 1000))});
  CHECK(contains(equal, "  bits/param  accuracy  status\n"));
  CHECK(contains(equal, "\nAt the end all workers have the same model, tested on 1000 test samples.\n"));
}

TEST_CASE("the mean staleness has a column where any run has one", "[report]") {
  const auto delayed = [](double staleness, std::uint64_t seed) {
    RunRecord run = reached("delayed", "lan", 1.0, 1000, seed);
    run.summary.mean_staleness = staleness;
    return run;
  };
  const std::vector results{results_of(
      "e", {reached("ar", "lan", 1.0, 1000, 1), reached("ar", "lan", 1.0, 1000, 2), delayed(1.5, 1), delayed(2.5, 2)})};
  const auto comparison = compare(results);
  const auto text = format_comparison(comparison, "table");
  CHECK(contains(text, "  bits/param    staleness  accuracy  "));
  CHECK(contains(text, "       32.00            -   94.00 %"));
  CHECK(contains(text, "       32.00  2.00 ± 6.35   94.00 %"));  // 12.7062 * 0.5
  CHECK(contains(text,
                 "\nStaleness: the mean number of server steps, or exchanges, that changed a model between reading it "
                 "and changing it.\n"));
  CHECK(contains(format_comparison(comparison, "markdown"), "| bits/param |   staleness | accuracy |"));
  const Json records = Json::parse(format_comparison(comparison, "json"));
  CHECK(records[0]["mean_staleness"].is_null());
  CHECK(records[1]["mean_staleness"] == 2.0);
  CHECK(records[1]["mean_staleness_std"].get<double>() == Approx(std::sqrt(0.5)));
  CHECK(contains(format_comparison(comparison, "csv"), ",32,0,0,2,0.707"));
}

TEST_CASE("where all compress, the heading says so", "[report]") {
  const auto text = table_of({with(reached("q", "lan", 1.0, 1000), "all-reduce", "qsgd")});
  CHECK(contains(text, "\nBaseline: none, as every algorithm compresses; --baseline names one\n"));
  CHECK_FALSE(contains(text, "speed-up"));
}

TEST_CASE("a target of the mean model shows the mean model", "[report]") {
  const auto text = table_of({reached("ar", "lan", 1.0, 1000)}, {{}, "mean-model", {}});
  CHECK(contains(
      text, "Target: test accuracy 90 %, of the mean of all models on 2000 test samples, which no worker need have,"));
  CHECK(contains(text, "accuracy  worst worker  mean model  consensus"));
  CHECK(contains(text, " 94.00 %       92.00 %     95.00 % "));
}

TEST_CASE("a target of the loss shows the loss beside the accuracy", "[report]") {
  const auto text = table_of({reached("ar", "lan", 1.0, 1000)}, {{"loss=0.6"}, {}, {}});
  CHECK(
      contains(text, "Target: training loss 0.6, mean of the workers' own models on 500 training samples, held for 2"));
  CHECK(contains(text, "accuracy  worst worker  train loss  worst loss  consensus"));
  CHECK(contains(text, " 94.00 %       92.00 %       0.125        0.25 "));
}

TEST_CASE("a model without accuracy shows its train loss", "[report]") {
  const std::vector results{test::with_evaluation(results_of("quadratic", {test::run_without_accuracy("gd", "lan")}),
                                                  {{"target_loss", 0.25}})};
  const auto text = format_comparison(compare(results), "table");
  CHECK(contains(text, "Target: training loss 0.25, mean of the workers'"));
  CHECK(contains(text, "bits/param  train loss  worst loss  consensus"));
  CHECK_FALSE(contains(text, "accuracy"));
}

TEST_CASE("targets that differ are told experiment by experiment", "[report]") {
  const std::vector results{
      results_of("a", {reached("ar", "lan", 1.0, 1)}),
      test::with_evaluation(results_of("b", {reached("ar", "lan", 1.0, 1)}), {{"target_accuracy", 0.5}, {"hold", 1}})};
  const auto text = format_comparison(compare(results), "table");
  CHECK(contains(text, "Target of a: test accuracy 90 %, mean of"));
  CHECK(contains(text, "Target of b: test accuracy 50 %, mean of"));
  CHECK(contains(text, "\nNo speed-up of b: ar: differs from the baseline a: ar in target.\n"));
}

TEST_CASE("Markdown has a heading and a table per scenario", "[report]") {
  const auto text = format_comparison(example_comparison(), "markdown");
  CHECK(text.starts_with("Target: test accuracy 90 %"));
  CHECK(contains(text, "\n\n### 1Gbps\n\n| algorithm | time to target |"));
  CHECK(contains(text, "\n| q/ar      |         400 ms |   2.50 × |"));
  CHECK(contains(text, "\n### 10Mbps\n"));
  CHECK(contains(text, "\n- pr-sgd/ar diverged in 10Mbps: the loss is nan\n"));
}

TEST_CASE("CSV has a record per row, at full precision", "[report]") {
  const auto text = format_comparison(example_comparison(), "csv");
  CHECK(text.starts_with(
      "experiment,scenario,algorithm,paradigm,compression,seeds,finished,unstable,diverged,diverged_at_iteration,"
      "reason,target,target_accuracy,target_loss,target_of,target_samples,target_hold,reached_target,reached_at_the_"
      "end_only,"
      "lost_target_again,fastest,baseline,why_no_speed_up,"
      "time_to_target_s,time_to_target_s_std,time_to_target_s_ci,"
      "bytes_to_target,bytes_to_target_std,bytes_to_target_ci,"
      "speed_up,speed_up_std,speed_up_ci,"
      "bytes_saved,bytes_saved_std,bytes_saved_ci,"
      "sim_time_s,sim_time_s_std,sim_time_s_ci,"
      "bytes_sent,bytes_sent_std,bytes_sent_ci,"
      "bits_per_parameter,bits_per_parameter_std,bits_per_parameter_ci,"
      "mean_staleness,mean_staleness_std,mean_staleness_ci,"
      "workers_test_accuracy,workers_test_accuracy_std,workers_test_accuracy_ci,"
      "worst_worker_test_accuracy,worst_worker_test_accuracy_std,worst_worker_test_accuracy_ci,"
      "test_accuracy,test_accuracy_std,test_accuracy_ci,"
      "workers_train_loss,workers_train_loss_std,workers_train_loss_ci,"
      "worst_worker_train_loss,worst_worker_train_loss_std,worst_worker_train_loss_ci,"
      "train_loss,train_loss_std,train_loss_ci,"
      "consensus_distance,consensus_distance_std,consensus_distance_ci,"
      "confidence\n"));
  CHECK(contains(
      text,
      "\ne,1Gbps,q/ar,all-reduce,qsgd,1,1,0,0,nan,,accuracy=0.9,0.9,nan,workers,1000,2,1,0,0,true,pr-sgd/ar,,"
      "0.4,nan,nan,300000,nan,nan,2.5,nan,nan,0.8,nan,nan,0.8,nan,nan,2000,nan,nan,32,nan,nan,nan,nan,nan,0.94,nan,nan,"
      "0.92,nan,nan,0.95,nan,nan,0.125,nan,nan,0.25,nan,nan,0.1,nan,nan,0.3333333333333333,nan,nan,0.95\n"));
  CHECK(contains(
      text, "\ne,10Mbps,pr-sgd/ar,all-reduce,none,1,1,0,1,20,seed 1: diverged: the loss is nan,accuracy=0.9,0.9,"));
  CHECK(contains(
      text,
      "\ne,10Mbps,q/ar,all-reduce,,1,0,0,0,nan,,accuracy=0.9,0.9,nan,workers,1000,2,0,0,0,false,pr-sgd/ar,,nan,"));
}

TEST_CASE("JSON has the same records, with null for what is not there", "[report]") {
  const Json records = Json::parse(format_comparison(example_comparison(), "json"));
  REQUIRE(records.size() == 4);
  CHECK(records[1]["speed_up"] == 2.5);
  CHECK(records[1]["bytes_saved"] == 0.8);
  CHECK(records[1]["speed_up_std"].is_null());
  CHECK(records[1]["fastest"] == true);
  CHECK(records[2]["diverged"] == 1);
  CHECK(records[2]["diverged_at_iteration"] == 20);
  CHECK(records[3]["finished"] == 0);
  CHECK(records[3]["bytes_sent"].is_null());
}

TEST_CASE("an unknown format is answered with the nearest one", "[report]") {
  CHECK_THROWS_WITH(format_comparison({}, "jsn"),
                    "--format: expected table, csv, json, markdown, latex, found \"jsn\", did you mean \"json\"?");
}

TEST_CASE("LaTeX has a table per scenario, between paragraphs", "[report]") {
  const auto text = format_comparison(example_comparison(), "latex");
  CHECK(text.starts_with("% \\usepackage{booktabs}\nTarget: test accuracy 90 \\%, mean of"));
  CHECK(contains(text, "\\begin{table}\n  \\centering\n  \\caption{1Gbps}\n  \\begin{tabular}{lrrrrrrrrrrl}\n"));
  CHECK(contains(text, "    q/ar      &         400 ms & 2.50 $\\times$ &          300 kB &     80.0 \\% & "));
  CHECK(contains(text, "\n\npr-sgd/ar diverged in 10Mbps: the loss is nan\n"));
}

TEST_CASE("a metric that was asked for has a column, and a note that says whose it is", "[report]") {
  RunRecord first = with_top5(reached("ar", "lan", 1.0, 1, 1), 0.75);
  RunRecord second = with_top5(reached("ar", "lan", 1.0, 1, 2), 0.85);
  const std::vector results{results_of("e", {first, second, reached("old", "lan", 1.0, 1, 1)})};
  const Comparison comparison = compare(results, {.metrics = {"top-5", "error"}});
  const auto text = format_comparison(comparison, "table");
  // (0.75 + 0.85) / 2, and t_{0.975, 1} = 12.706 times the standard error 0.05; workers have 0.94 at the end.
  CHECK(contains(text, "80.00 ± 63.53 %"));
  CHECK(contains(text, "6.00 %"));
  CHECK(contains(text,
                 "top-5: top-5 test accuracy, of the mean of all models on 2000 test samples, which no worker need "
                 "have, at the end."));
  CHECK(contains(text, "error: test error, mean of the workers' own models on 1000 test samples, at the end."));
  const Json records = Json::parse(format_comparison(comparison, "json"));
  CHECK(records[0]["top-5"].get<double>() == Approx(0.8));
  CHECK(records[0]["top-5_std"].get<double>() == Approx(std::sqrt(0.005)));
  CHECK(records[1]["top-5"].is_null());  // was not recorded of this run
  CHECK(records[1]["error"].get<double>() == Approx(0.06));
  Comparison without_rows;
  without_rows.metrics = {find_metric("error")};
  CHECK(
      contains(format_comparison(without_rows, "csv"), ",consensus_distance_ci,error,error_std,error_ci,confidence\n"));
}
