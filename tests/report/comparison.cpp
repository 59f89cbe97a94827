// SPDX-License-Identifier: Apache-2.0
#include "sim/report/comparison.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/error.hpp"
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

/// Two paradigms, each with an uncompressed and a compressed algorithm, the compressed one first in gossip.
ResultsFolder two_paradigms() {
  return results_of("e", {with(reached("ar", "lan", 8.0, 4000), "all-reduce", "none"),
                          with(reached("ar-local", "lan", 4.0, 1000), "all-reduce", "none"),
                          with(reached("q-ar", "lan", 2.0, 500), "all-reduce", "qsgd"),
                          with(reached("q-gossip", "lan", 3.0, 600), "gossip", "qsgd"),
                          with(reached("gossip", "lan", 12.0, 6000), "gossip", "none")});
}

}  // namespace

TEST_CASE("all are compared with the first uncompressed algorithm", "[report]") {
  const std::vector results{two_paradigms()};
  const auto rows = compare(results).rows;
  REQUIRE(rows.size() == 5);
  for (const auto& row : rows) CHECK(row.baseline == "ar");
  CHECK(rows[0].speed_up.mean == 1.0);
  CHECK(rows[1].speed_up.mean == 2.0);  // 8 s / 4 s
  CHECK(rows[2].speed_up.mean == 4.0);  // 8 s / 2 s
  CHECK(rows[3].speed_up.mean == Approx(8.0 / 3.0));
  CHECK(rows[4].speed_up.mean == Approx(8.0 / 12.0));
  CHECK(rows[0].bytes_saved.mean == 0.0);
  CHECK(rows[1].bytes_saved.mean == 0.75);          // 1 - 1000 / 4000
  CHECK(rows[2].bytes_saved.mean == 0.875);         // 1 - 500 / 4000
  CHECK(rows[4].bytes_saved.mean == Approx(-0.5));  // 1 - 6000 / 4000
  CHECK(rows[2].time_to_target_s.mean == 2.0);
  CHECK(rows[2].bytes_to_target.mean == 500.0);
  CHECK(rows[2].sim_time_s.mean == 4.0);
  CHECK(rows[2].bytes_sent.mean == 2000.0);
  CHECK(rows[2].bits_per_parameter.mean == 32.0);
  CHECK(rows[2].workers_test_accuracy.mean == 0.94);
  CHECK(rows[2].worst_worker_test_accuracy.mean == 0.92);
  CHECK(rows[2].test_accuracy.mean == 0.95);
  CHECK(rows[2].consensus_distance.mean == 1.0 / 3.0);
}

TEST_CASE("each paradigm is compared with its own baseline if asked for", "[report]") {
  const std::vector results{two_paradigms()};
  const auto comparison = compare(results, {.baseline = "paradigm"});
  CHECK(comparison.is_by_paradigm);
  CHECK(comparison.rows[2].baseline == "ar");
  CHECK(comparison.rows[3].baseline == "gossip");
  CHECK(comparison.rows[3].speed_up.mean == 4.0);             // 12 s / 3 s
  CHECK(comparison.rows[3].bytes_saved.mean == Approx(0.9));  // 1 - 600 / 6000
  CHECK(comparison.rows[4].speed_up.mean == 1.0);
}

TEST_CASE("the order of runs changes nothing", "[report]") {
  const ResultsFolder once = two_paradigms();
  ResultsFolder turned = once;
  std::reverse(turned.runs.begin(), turned.runs.end());
  std::reverse(turned.manifest["runs"].begin(), turned.manifest["runs"].end());
  const std::vector one{once};
  const std::vector other{turned};
  const auto rows = compare(one).rows;
  const auto others = compare(other).rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(others[i].label == rows[i].label);
    CHECK(others[i].baseline == "ar");
    CHECK(others[i].speed_up.mean == rows[i].speed_up.mean);
  }
}

TEST_CASE("more bytes than the baseline's are a negative saving", "[report]") {
  const std::vector results{two_paradigms()};
  const auto rows = compare(results, {.baseline = "q-ar"}).rows;
  CHECK(rows[0].speed_up.mean == 0.25);     // 2 s / 8 s
  CHECK(rows[0].bytes_saved.mean == -7.0);  // 1 - 4000 / 500
}

TEST_CASE("a target on the command line takes the place of the experiment's", "[report]") {
  // Workers have 0.91, then 0.94: 0.93 is met at the last evaluation alone, which is made after twice as many seconds.
  const std::vector results{two_paradigms()};
  const auto rows = compare(results, {.target = {{"accuracy=0.93"}, {}, {}}}).rows;
  CHECK(rows[0].time_to_target_s.mean == 16.0);
  CHECK(rows[0].reached_short == 1);
  CHECK(rows[0].target.value_of("accuracy") == 0.93);
  CHECK(rows[0].target_samples == 1000);
  const auto worst = compare(results, {.target = {{"accuracy=0.91"}, "worst-worker", {}}}).rows;  // 0.9, then 0.92
  CHECK(worst[0].time_to_target_s.mean == 16.0);
  const auto losses = compare(results, {.target = {{"loss=0.5"}, "mean-model", {}}}).rows;  // 2.5, 0.5, 0.1
  CHECK(losses[0].time_to_target_s.mean == 8.0);
  CHECK(losses[0].target_samples == 2048);
}

TEST_CASE("whose figure counts is of no effect without a target", "[report]") {
  const std::vector results{test::with_evaluation(two_paradigms(), Json::object())};
  CHECK_THROWS_WITH(compare(results, {.target = {{}, "worst-worker", {}}}),
                    "--of: has no effect without a target: name one with --target");
}

TEST_CASE("without the target on both sides there is no speed-up, and a reason where one would be expected",
          "[report]") {
  const std::vector results{results_of("e", {with(never_reached(reached("ar", "lan", 1.0, 1)), "all-reduce", "none"),
                                             with(reached("q-ar", "lan", 2.0, 500), "all-reduce", "qsgd"),
                                             with(never_reached(reached("q", "lan", 2.0, 5)), "all-reduce", "qsgd")})};
  const auto rows = compare(results).rows;
  CHECK(rows[1].baseline == "ar");
  CHECK(rows[1].time_to_target_s.count == 1);
  CHECK(rows[1].speed_up.count == 0);
  CHECK(rows[1].bytes_saved.count == 0);
  CHECK(rows[1].why_not == "the baseline ar does not reach the target");
  CHECK(rows[0].time_to_target_s.count == 0);
  CHECK(rows[2].why_not.empty());  // the target is not there on its own side, as its row shows
}

TEST_CASE("an unstable or diverged baseline gives no speed-up, nor has such a run one", "[report]") {
  const auto rows_with = [](const RunRecord& baseline, const RunRecord& other) {
    const std::vector results{
        results_of("e", {with(baseline, "all-reduce", "none"), with(other, "all-reduce", "qsgd")})};
    return compare(results).rows;
  };
  const RunRecord good = reached("q", "lan", 1.0, 1);
  const RunRecord base = reached("ar", "lan", 2.0, 2);
  CHECK(rows_with(diverged(base, 30), good)[1].why_not == "the baseline ar diverged");
  CHECK(rows_with(diverged(base, 30), good)[1].speed_up.count == 0);
  CHECK(rows_with(unstable(base), good)[1].why_not == "the baseline ar is unstable");
  CHECK(rows_with(unstable(base), good)[1].speed_up.count == 0);
  CHECK(rows_with(base, unstable(good))[1].why_not == "unstable and diverged runs have none");
  CHECK(rows_with(base, unstable(good))[1].speed_up.count == 0);
  CHECK(rows_with(base, good)[1].speed_up.mean == 2.0);
}

TEST_CASE("the fastest to the target is named, never an unstable one or one that lost it", "[report]") {
  const auto fastest = [](const std::vector<RunRecord>& runs) {
    const std::vector results{results_of("e", runs)};
    std::string names;
    for (const auto& row : compare(results).rows) {
      if (row.is_fastest) names += row.label;
    }
    return names;
  };
  const RunRecord a = reached("a", "lan", 3.0, 1);
  const RunRecord b = reached("b", "lan", 2.0, 1);
  RunRecord lost = reached("c", "lan", 1.0, 1);
  lost.metrics.push_back(lost.metrics[0]);
  CHECK(fastest({a, b}) == "b");
  CHECK(fastest({a, b, lost}) == "b");
  CHECK(fastest({a, b, unstable(reached("c", "lan", 1.0, 1))}) == "b");
  CHECK(fastest({a, b, diverged(reached("c", "lan", 1.0, 1), 30)}) == "b");
  CHECK(fastest({never_reached(a), never_reached(b)}).empty());
  CHECK(fastest({b}).empty());  // of one there is no fastest
  // With seeds, all of them must get there.
  CHECK(fastest({a, b, never_reached(reached("b", "lan", 2.0, 1, 2))}) == "a");
}

TEST_CASE("several seeds become mean and sample deviation, speed-ups seed by seed", "[report]") {
  const std::vector results{
      results_of("e", {
                          with(reached("ar", "lan", 10.0, 1000, 1), "all-reduce", "none"),
                          with(reached("ar", "lan", 12.0, 1000, 2), "all-reduce", "none"),
                          with(reached("ar", "lan", 14.0, 1000, 3), "all-reduce", "none"),
                          with(reached("q", "lan", 5.0, 100, 1), "all-reduce", "qsgd"),
                          with(reached("q", "lan", 3.0, 300, 2), "all-reduce", "qsgd"),
                          never_reached(with(reached("q", "lan", 1.0, 1, 3), "all-reduce", "qsgd")),
                      })};
  const auto rows = compare(results).rows;
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].seeds == 3);
  CHECK(rows[0].time_to_target_s.mean == Approx(12.0));
  CHECK(rows[0].time_to_target_s.deviation == Approx(2.0));  // sqrt((4 + 0 + 4) / 2)
  CHECK(rows[1].time_to_target_s.count == 2);
  CHECK(rows[1].time_to_target_s.mean == Approx(4.0));
  CHECK(rows[1].time_to_target_s.deviation == Approx(std::sqrt(2.0)));  // sqrt((1 + 1) / 1)
  CHECK(rows[1].speed_up.count == 2);
  CHECK(rows[1].speed_up.mean == Approx(3.0));     // (10 / 5 + 12 / 3) / 2
  CHECK(rows[1].bytes_saved.mean == Approx(0.8));  // (0.9 + 0.7) / 2
}

TEST_CASE("unstable, diverged and missing runs are counted, with their reasons", "[report]") {
  const auto all = results_of("e", {reached("ar", "lan", 1.0, 1, 1), diverged(reached("ar", "lan", 1.0, 1, 2), 60),
                                    diverged(reached("ar", "lan", 1.0, 1, 3), 40), reached("ar", "lan", 1.0, 1, 4),
                                    unstable(reached("ar", "lan", 1.0, 1, 5))});
  const std::vector results{without(all, 3)};
  const auto rows = compare(results).rows;
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].seeds == 5);
  CHECK(rows[0].finished == 4);
  CHECK(rows[0].diverged == 2);
  CHECK(rows[0].diverged_at == 40);
  CHECK(rows[0].unstable == 1);
  REQUIRE(rows[0].complaints.size() == 3);
  CHECK(rows[0].complaints[0].seed == 2);
  CHECK(rows[0].complaints[0].reason == "the loss is nan");
  CHECK(rows[0].complaints[2].status == "unstable");
  CHECK(rows[0].reached_lost == 2);  // the diverged ones had reached it
}

TEST_CASE("a baseline that is missing in a scenario is not replaced by another", "[report]") {
  const auto all = results_of("e", {with(reached("ar", "lan", 8.0, 1), "all-reduce", "none"),
                                    with(reached("ar-local", "lan", 4.0, 1), "all-reduce", "none"),
                                    with(reached("ar", "wan", 80.0, 1), "all-reduce", "none"),
                                    with(reached("ar-local", "wan", 40.0, 1), "all-reduce", "none")});
  const std::vector results{without(all, 2)};
  const auto rows = compare(results).rows;
  CHECK(rows[3].algorithm == "ar-local");
  CHECK(rows[3].baseline == "ar");
  CHECK(rows[3].speed_up.count == 0);
  CHECK(rows[3].why_not == "the baseline ar has not finished");
}

TEST_CASE("a baseline of another experiment serves where both agree, else the difference is told", "[report]") {
  std::vector results{results_of("first", {with(reached("ar", "lan", 8.0, 1000), "all-reduce", "none")}),
                      results_of("second", {with(reached("q", "lan", 2.0, 100), "all-reduce", "qsgd")})};
  const auto rows = compare(results).rows;
  CHECK(rows[1].baseline == "first: ar");
  CHECK(rows[1].speed_up.mean == 4.0);
  CHECK(rows[1].is_fastest);
  results[1].manifest["experiment"]["workers"] = 4;
  results[1].manifest["experiment"]["evaluation"]["target_accuracy"] = 0.5;
  const auto apart = compare(results).rows;
  CHECK(apart[1].speed_up.count == 0);
  CHECK(apart[1].why_not == "differs from the baseline first: ar in workers (4, 2), target");
  CHECK_FALSE(apart[1].is_fastest);
  results[1].runs[0].summary.scenario = "wan";  // where the baseline has no run
  CHECK(compare(results).rows[1].why_not == "differs from the baseline first: ar in workers (4, 2), target");
  results[1] = results_of("second", {with(reached("q", "wan", 2.0, 100), "all-reduce", "qsgd")});
  CHECK(compare(results).rows[1].why_not == "the baseline first: ar has no run there");
}

TEST_CASE("only what matches is a row, and the baseline stays what it is", "[report]") {
  const std::vector results{two_paradigms()};
  const auto labels = [&results](const std::string& only) {
    std::string text;
    for (const auto& row : compare(results, {.only = only}).rows) text += row.label + ' ';
    return text;
  };
  CHECK(labels("q-*") == "q-ar q-gossip ");
  CHECK(labels("*gossip@lan") == "q-gossip gossip ");
  CHECK(labels("ar") == "ar ");
  const auto rows = compare(results, {.only = "*gossip"}).rows;
  CHECK(rows[0].speed_up.mean == Approx(8.0 / 3.0));  // over "ar", which is no row
  CHECK(rows[0].is_fastest);                          // q-ar, which is no row, is faster
  CHECK_THROWS_WITH(compare(results, {.only = "gosip"}),
                    "--only: no algorithm matches \"gosip\", did you mean \"gossip\"?");
}

TEST_CASE("a confidence is a share", "[report]") {
  const std::vector results{two_paradigms()};
  CHECK_THROWS_WITH(compare(results, {.confidence = 95.0}),
                    "--confidence: expected a share above 0 and below 1, such as 0.95, found 95");
  CHECK_THROWS_AS(compare(results, {.confidence = 0.0}), UsageError);
  CHECK_THROWS_AS(compare(results, {.confidence = std::nan("")}), UsageError);
}

TEST_CASE("metrics that are asked for are those of whom the target is about, or who is named", "[report]") {
  const std::vector results{two_paradigms()};  // at the end: 0.94 of the workers, 0.92 of the worst, 0.95 of the mean
  const auto error = [&results](const TargetOptions& target) {
    return compare(results, {.target = target, .metrics = {"error"}}).rows[0].metrics[0].statistic.mean;
  };
  CHECK(error({}) == Approx(0.06));
  CHECK(error({{}, "worst-worker", {}}) == Approx(0.08));
  CHECK(error({{}, "mean-model", {}}) == Approx(0.05));
  const std::vector without_target{test::with_evaluation(two_paradigms(), Json::object())};
  CHECK_NOTHROW(compare(without_target, {.target = {{}, "mean-model", {}}, .metrics = {"error"}}));
}

TEST_CASE("a metric that is none, is asked for twice, or that no results have is refused", "[report]") {
  const std::vector results{two_paradigms()};
  const auto ask = [&results](std::vector<std::string> metrics, const TargetOptions& target = {}) {
    return compare(results, {.target = target, .metrics = std::move(metrics)});
  };
  CHECK_THROWS_WITH(ask({"eror"}), Catch::StartsWith("--metric: expected accuracy, error, top-5, perplexity, loss, ") &&
                                       Catch::EndsWith("found \"eror\", did you mean \"error\"?"));
  CHECK_THROWS_WITH(ask({"error", "error"}), "--metric: expected error once, found it twice");
  CHECK_THROWS_WITH(ask({"top-5"}), Catch::Contains("the top-5 test accuracy was not recorded"));
  CHECK_THROWS_WITH(ask({"perplexity"}), Catch::Contains("the model does not learn by a cross-entropy"));
  CHECK_THROWS_WITH(ask({"gradient"}, {{}, "workers", {}}),
                    Catch::EndsWith("the squared gradient norm is not recorded of \"workers\": take --of mean-model"));
}

TEST_CASE("a target may be any metric of learning", "[report]") {
  const std::vector results{two_paradigms()};  // workers have 0.1, 0.91, 0.94; the mean model 0.1, 0.92, 0.95
  const auto rows = compare(results, {.target = {{"error=0.07"}, {}, {}}}).rows;
  CHECK(rows[0].time_to_target_s.mean == 16.0);  // at the last evaluation
  CHECK(rows[0].target_text ==
        "test error 7 %, mean of the workers' own models on 1000 test samples, held for 2 evaluations");
  CHECK_THROWS_WITH(compare(results, {.target = {{"top-5=0.9"}, {}, {}}}),
                    Catch::Contains("is not recorded of \"workers\": take --of mean-model"));
}
