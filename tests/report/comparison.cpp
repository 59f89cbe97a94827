#include "sim/report/comparison.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/error.hpp"
#include "tests/report/example_results.hpp"

using namespace lowband;
using test::diverged;
using test::never_reached;
using test::reached;
using test::results_of;
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

TEST_CASE("the baseline is the first uncompressed algorithm of the same paradigm", "[report]") {
  const std::vector results{two_paradigms()};
  const auto rows = compare(results, {});
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].baseline == "ar");
  CHECK(rows[1].baseline == "ar");
  CHECK(rows[2].baseline == "ar");
  CHECK(rows[3].baseline == "gossip");
  CHECK(rows[4].baseline == "gossip");
  CHECK(rows[0].speed_up.mean == 1.0);
  CHECK(rows[1].speed_up.mean == 2.0);  // 8 s / 4 s
  CHECK(rows[2].speed_up.mean == 4.0);  // 8 s / 2 s
  CHECK(rows[3].speed_up.mean == 4.0);  // 12 s / 3 s
  CHECK(rows[0].bytes_saved.mean == 0.0);
  CHECK(rows[1].bytes_saved.mean == 0.75);         // 1 - 1000 / 4000
  CHECK(rows[2].bytes_saved.mean == 0.875);        // 1 - 500 / 4000
  CHECK(rows[3].bytes_saved.mean == Approx(0.9));  // 1 - 600 / 6000
  CHECK(rows[2].time_to_target_s.mean == 2.0);
  CHECK(rows[2].bytes_to_target.mean == 500.0);
  CHECK(rows[2].final_test_accuracy.mean == 0.95);
  CHECK(rows[2].bytes_sent.mean == 2000.0);
  CHECK(rows[2].bits_per_parameter.mean == 32.0);
}

TEST_CASE("a named baseline serves all paradigms, more bytes than it are a negative saving", "[report]") {
  const std::vector results{two_paradigms()};
  const auto rows = compare(results, "q-ar");
  CHECK(rows[0].speed_up.mean == 0.25);     // 2 s / 8 s
  CHECK(rows[0].bytes_saved.mean == -7.0);  // 1 - 4000 / 500
  CHECK(rows[4].baseline == "q-ar");
  CHECK(rows[4].speed_up.mean == Approx(1.0 / 6.0));
}

TEST_CASE("an unknown baseline is answered with the nearest name", "[report]") {
  const std::vector results{two_paradigms()};
  CHECK_THROWS_WITH(compare(results, "gosip"),
                    "--baseline: expected the name of an algorithm, found \"gosip\", did you mean \"gossip\"?");
}

TEST_CASE("without the target on both sides there is no speed-up", "[report]") {
  const std::vector results{results_of("e", {with(never_reached(reached("ar", "lan", 1.0, 1)), "all-reduce", "none"),
                                             with(reached("q-ar", "lan", 2.0, 500), "all-reduce", "qsgd")})};
  const auto rows = compare(results, {});
  CHECK(rows[1].baseline == "ar");
  CHECK(rows[1].time_to_target_s.count == 1);
  CHECK(rows[1].speed_up.count == 0);
  CHECK(rows[1].bytes_saved.count == 0);
  CHECK(rows[0].time_to_target_s.count == 0);
}

TEST_CASE("targets that differ are not compared", "[report]") {
  std::vector results{two_paradigms()};
  results[0].runs[2].summary.target_accuracy = 0.5;
  CHECK(compare(results, {})[2].speed_up.count == 0);
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
  const auto rows = compare(results, {});
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

TEST_CASE("diverged and missing runs are counted", "[report]") {
  const auto all = results_of("e", {reached("ar", "lan", 1.0, 1, 1), diverged(reached("ar", "lan", 1.0, 1, 2), 60),
                                    diverged(reached("ar", "lan", 1.0, 1, 3), 40), reached("ar", "lan", 1.0, 1, 4)});
  const std::vector results{without(all, 3)};
  const auto rows = compare(results, {});
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].seeds == 4);
  CHECK(rows[0].finished == 3);
  CHECK(rows[0].diverged == 2);
  CHECK(rows[0].diverged_at == 40);
  CHECK(rows[0].time_to_target_s.count == 1);
}

TEST_CASE("a baseline that is missing in a scenario is not replaced by another", "[report]") {
  const auto all = results_of("e", {with(reached("ar", "lan", 8.0, 1), "all-reduce", "none"),
                                    with(reached("ar-local", "lan", 4.0, 1), "all-reduce", "none"),
                                    with(reached("ar", "wan", 80.0, 1), "all-reduce", "none"),
                                    with(reached("ar-local", "wan", 40.0, 1), "all-reduce", "none")});
  const std::vector results{without(all, 2)};
  const auto rows = compare(results, {});
  CHECK(rows[3].algorithm == "ar-local");
  CHECK(rows[3].baseline == "ar");
  CHECK(rows[3].speed_up.count == 0);
}

TEST_CASE("a named baseline of another experiment serves those that lack it", "[report]") {
  const std::vector results{results_of("first", {with(reached("ar", "lan", 8.0, 1000), "all-reduce", "none")}),
                            results_of("second", {with(reached("q", "lan", 2.0, 100), "all-reduce", "qsgd")})};
  CHECK(compare(results, {})[1].baseline.empty());
  const auto rows = compare(results, "ar");
  CHECK(rows[1].baseline == "first: ar");
  CHECK(rows[1].speed_up.mean == 4.0);
}
