// SPDX-License-Identifier: Apache-2.0
#include "sim/report/best.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/report/best_report.hpp"
#include "sim/report/best_words.hpp"
#include "tests/report/example_results.hpp"

using namespace lowband;
using Catch::Contains;
using test::diverged;
using test::never_reached;
using test::reached;
using test::results_of;
using test::unstable;
using test::without;

namespace {

/// Three seeds each: "a" takes 10, 20, 30 s, "b" 1, 2 and 3 s longer, "c" -2, 0 and +3 s; bytes the other way round.
std::vector<RunRecord> three_seeds() {
  std::vector<RunRecord> runs;
  const std::array<double, 3> c = {8.0, 20.0, 33.0};
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const double time = 10.0 * static_cast<double>(seed);
    runs.push_back(reached("a", "lan", time, 1000 - seed, seed));
    runs.push_back(reached("b", "lan", time + static_cast<double>(seed), 500 - seed, seed));
    runs.push_back(reached("c", "lan", c[seed - 1], 800 - seed, seed));
  }
  return runs;
}

std::vector<Best> best(std::vector<RunRecord> runs, BestBy by = BestBy::time) {
  const std::vector results{results_of("e", std::move(runs))};
  return best_of(compare(results), by);
}

std::string text(std::vector<RunRecord> runs, const std::string& format = "table", BestBy by = BestBy::time) {
  const std::vector results{results_of("e", std::move(runs))};
  return format_best(compare(results), by, format);
}

}  // namespace

TEST_CASE("the best has a margin over the next, seed by seed", "[report]") {
  const auto by_time = best(three_seeds());
  REQUIRE(by_time.size() == 1);
  CHECK(by_time[0].winner.label == "a");
  CHECK(by_time[0].winner.figure.mean == 20.0);
  CHECK(by_time[0].next.label == "c");
  CHECK(by_time[0].next.figure.mean == Approx(61.0 / 3.0));
  // Of c: -2, 0, 3: mean 1/3, s^2 = (49 + 1 + 64) / 9 / 2 = 19/3.
  CHECK(by_time[0].margin.mean == Approx(1.0 / 3.0));
  CHECK(by_time[0].margin.half_width == Approx(4.302653 * std::sqrt(19.0) / 3.0).epsilon(1e-6));
  CHECK(by_time[0].margin.is_paired);
  CHECK(by_time[0].separation == Separation::no);
  // b is 2 +- 4.302653 / sqrt(3) = 2.48 s slower.
  CHECK(by_time[0].as_good == std::vector<std::string>{"c", "b"});
}

TEST_CASE("seeds tell two apart if the interval of their difference is above 0", "[report]") {
  std::vector<RunRecord> runs;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const double time = 100.0 * static_cast<double>(seed);  // which alone would hide any difference
    runs.push_back(reached("a", "lan", time, 1000, seed));
    runs.push_back(reached("b", "lan", time + 9.0 + static_cast<double>(seed), 1000, seed));  // 10, 11, 12
  }
  const auto found = best(runs);
  CHECK(found[0].margin.mean == Approx(11.0));
  CHECK(found[0].margin.half_width == Approx(4.302653 / std::sqrt(3.0)).epsilon(1e-6));
  CHECK(found[0].separation == Separation::yes);
  CHECK(found[0].as_good.empty());
  const auto bytes = best(runs, BestBy::bytes);  // the same with each seed
  CHECK(bytes[0].winner.label == "a");
  CHECK(bytes[0].separation == Separation::equal);
  CHECK(bytes[0].as_good == std::vector<std::string>{"b"});
}

TEST_CASE("accuracy is better the higher it is, and needs no target", "[report]") {
  auto worse = reached("worse", "lan", 1.0, 1);
  worse.summary.final.workers_test_accuracy = 0.93;
  const std::vector results{
      test::with_evaluation(results_of("e", {worse, reached("better", "lan", 2.0, 1)}), Json::object())};
  const auto found = best_of(compare(results), BestBy::accuracy);
  CHECK(found[0].winner.label == "better");
  CHECK(found[0].margin.mean == Approx(0.01));
  CHECK(found[0].separation == Separation::one_seed);
  CHECK_THROWS_WITH(best_of(compare(results), BestBy::bytes),
                    "--best bytes: there is no target to reach: name one with --target");
  const std::vector quadratic{results_of("q", {test::run_without_accuracy("gd", "lan")})};
  CHECK_THROWS_WITH(best_of(compare(quadratic, {.target = {{"loss=0.6"}, {}, {}}}), BestBy::accuracy),
                    "--best accuracy: there is no test accuracy, as the model has none, or nothing was learned");
}

TEST_CASE("one seed cannot tell", "[report]") {
  const auto found = best({reached("a", "lan", 1.0, 1), reached("b", "lan", 2.0, 1)});
  CHECK(found[0].margin.mean == 1.0);
  CHECK(std::isnan(found[0].margin.half_width));
  CHECK(found[0].separation == Separation::one_seed);
  CHECK(found[0].as_good.empty());
  CHECK_THAT(text({reached("a", "lan", 1.0, 1), reached("b", "lan", 2.0, 1)}),
             Contains("\nOne seed cannot tell these from chance (give the experiment \"seeds\"): a before b.\n"));
}

TEST_CASE("nobody wins who did not get there soundly with every seed", "[report]") {
  RunRecord lost = reached("lost", "lan", 1.0, 1);
  lost.metrics.push_back(lost.metrics[0]);
  const RunRecord a = reached("a", "lan", 9.0, 1);
  const auto alone = best({a, lost, unstable(reached("u", "lan", 1.0, 1)), never_reached(reached("n", "lan", 1.0, 1))});
  CHECK(alone[0].winner.label == "a");
  CHECK(alone[0].next.label.empty());
  CHECK(alone[0].separation == Separation::alone);
  const auto nobody = best({never_reached(a), lost, diverged(reached("d", "lan", 1.0, 1), 3)});
  CHECK(nobody[0].winner.label.empty());
  CHECK(nobody[0].why_none == "no algorithm reached the target with every seed and holds it at the end");
  CHECK(best({a})[0].why_none == "a is the only algorithm");
  // A seed that has not finished may still turn out slow.
  const std::vector results{without(results_of("e", {reached("a", "lan", 1.0, 1, 1), reached("a", "lan", 1.0, 1, 2),
                                                     reached("b", "lan", 2.0, 1, 1), reached("b", "lan", 2.0, 1, 2)}),
                                    1)};
  CHECK(best_of(compare(results), BestBy::time)[0].winner.label == "b");
}

TEST_CASE("experiments that differ have no winner, those of other seeds are not paired", "[report]") {
  std::vector results{results_of("one", {reached("a", "lan", 1.0, 1, 1), reached("a", "lan", 3.0, 1, 2)}),
                      results_of("two", {reached("b", "lan", 12.0, 1, 3), reached("b", "lan", 14.0, 1, 4)})};
  const auto found = best_of(compare(results), BestBy::time);
  CHECK(found[0].winner.label == "one: a");
  CHECK_FALSE(found[0].margin.is_paired);
  CHECK(found[0].margin.mean == Approx(11.0));
  // s^2 = 2 each: squared errors 1 and 1, nu = 4 / 2 = 2.
  CHECK(found[0].margin.half_width == Approx(4.302653 * std::sqrt(2.0)).epsilon(1e-6));
  CHECK(found[0].separation == Separation::yes);
  results[1].manifest["experiment"]["workers"] = 4;
  CHECK(best_of(compare(results), BestBy::time)[0].why_none == "the experiments differ in workers (2, 4)");
}

TEST_CASE("the best of each scenario as a table, with the answer in words", "[report]") {
  auto runs = three_seeds();
  runs.push_back(never_reached(reached("a", "wan", 1.0, 1, 1)));
  runs.push_back(never_reached(reached("b", "wan", 1.0, 1, 1)));
  const std::string table = text(runs);
  CHECK_THAT(table, Contains("scenario  best  time to target  next     the next's                    margin  seeds"));
  // Of a: s = 10, 4.302653 * 10 / sqrt(3) = 24.84; of c: s = 12.503, 31.06; of the margin as above 6.2516.
  CHECK_THAT(table, Contains("\nlan       a      20.0 ± 24.8 s  c     20.3 ± 31.1 s  0.333 ± 6.252 s (1.67 %)  no "));
  CHECK_THAT(table, Contains("\nwan       -                  -  -                 -                         -  -  "));
  CHECK_THAT(table, Contains("\nFastest to the target, and still there at the end: a in lan.\n"));
  CHECK_THAT(table, Contains("\nNot told apart by the seeds, at 95 %: a from c and b in lan.\n"));
  CHECK_THAT(table,
             Contains("\nNobody wins: no algorithm reached the target with every seed and holds it at the end in "
                      "wan.\n"));
  CHECK_THAT(table, Contains("\nSeeds tell the two apart if the 95 % confidence interval of the margin, seed by seed "
                             "(Student's t), is above 0.\n"));
}

TEST_CASE("of many that are as good it is told how many, and which is the nearest", "[report]") {
  std::vector<RunRecord> runs;
  for (const std::string name : {"a", "b", "c", "d", "e"}) {
    runs.push_back(reached(name, "as measured", 10.0 + name[0], 1000, 1));
    runs.push_back(reached(name, "as measured", 900.0, 1000, 2));
    runs.push_back(reached(name, "lan", 1.0 + name[0], 1000, 1));
    runs.push_back(reached(name, "lan", 2.0 + name[0], 1000, 2));
  }
  const std::string table = text(runs);
  CHECK_THAT(table, Contains("at the end: a in both scenarios.\n"));
  CHECK_THAT(table, Contains("at 95 %: a from 4 others (the nearest: b) in \"as measured\".\n"));
  CHECK_THAT(table, Contains("\nWith two seeds only large differences can be told: three or more tell far more.\n"));
}

TEST_CASE("the best of each scenario for programs", "[report]") {
  const Json records = Json::parse(text(three_seeds(), "json", BestBy::bytes));
  REQUIRE(records.size() == 1);
  CHECK(records[0]["scenario"] == "lan");
  CHECK(records[0]["by"] == "bytes_to_target");
  CHECK(records[0]["best"] == "b");
  CHECK(records[0]["best_mean"] == 498.0);
  CHECK(records[0]["next"] == "c");
  CHECK(records[0]["margin"] == 300.0);
  CHECK(records[0]["margin_ci"] == 0.0);
  CHECK(records[0]["margin_of_winner"].get<double>() == Approx(300.0 / 498.0));
  CHECK(records[0]["paired"] == true);
  CHECK(records[0]["separated"] == "yes");
  CHECK(records[0]["baseline"] == "a");
  CHECK(records[0]["confidence"] == 0.95);
  CHECK_THAT(text(three_seeds(), "csv"), Contains("scenario,by,best,best_seeds,best_mean,best_std,best_ci,next,"));
  CHECK_THAT(text(three_seeds(), "markdown"), Contains("| lan      | a    |"));
}

TEST_CASE("what one can be best in has three names", "[report]") {
  CHECK(best_by_named("bytes") == BestBy::bytes);
  CHECK_THROWS_WITH(best_by_named("tme"),
                    "--best: expected time, bytes, accuracy, found \"tme\", did you mean \"time\"?");
}

TEST_CASE("a time of which nobody can say whether it holds is marked", "[report]") {
  RunRecord brief = reached("brief", "lan", 1.0, 1000);
  brief.metrics[1].workers_test_accuracy = 0.5;  // so that only the last evaluation, after 2 s, meets the target
  const std::string table = text({brief, reached("b", "lan", 3.0, 1)});
  CHECK_THAT(table, Contains("lan       brief        2.00 s ‡  b         3.00 s"));
  CHECK_THAT(table, Contains("at the end: brief ‡.\n") && Contains("\n‡: met at the end of the run, but by too few"));
}
