#include "sim/report/comparison_format.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/base/place.hpp"
#include "tests/report/example_results.hpp"

using namespace lowband;
using test::diverged;
using test::reached;
using test::results_of;
using test::with;
using test::without;

namespace {

/// Two scenarios; of the second, one run diverged and one is not there.
std::vector<ComparisonRow> example_rows() {
  static const std::vector results{
      without(results_of("e", {with(reached("pr-sgd/ar", "1Gbps", 1.0, 1'500'000), "all-reduce", "none"),
                               with(reached("q/ar", "1Gbps", 0.4, 300'000), "all-reduce", "qsgd"),
                               with(diverged(reached("pr-sgd/ar", "10Mbps", 1.0, 1), 20), "all-reduce", "none"),
                               with(reached("q/ar", "10Mbps", 1.0, 1), "all-reduce", "qsgd")}),
              3)};
  return compare(results, {});
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the table for people", "[report]") {
  CHECK(format_comparison(example_rows(), "table") ==
        "1Gbps (target: test accuracy 90 %)\n"
        "  algorithm  time to target  speed-up  bytes to target  bytes saved  test accuracy  bytes sent"
        "  bits/parameter  status\n"
        "  pr-sgd/ar          1.00 s  baseline          1.50 MB     baseline        95.00 %     2.00 kB"
        "           32.00  finished\n"
        "  q/ar               400 ms    2.50 ×           300 kB       80.0 %        95.00 %     2.00 kB"
        "           32.00  finished\n"
        "\n"
        "10Mbps (target: test accuracy 90 %)\n"
        "  algorithm  time to target  speed-up  bytes to target  bytes saved  test accuracy  bytes sent"
        "  bits/parameter  status\n"
        "  pr-sgd/ar               -  baseline                -     baseline        95.00 %     2.00 kB"
        "           32.00  diverged (iteration 20)\n"
        "  q/ar                    -         -                -            -              -           -"
        "               -  not finished\n"
        "\n"
        "Speed-up and bytes saved are those at the target, against pr-sgd/ar.\n");
}

TEST_CASE("several seeds show deviation, and how many of them have a figure", "[report]") {
  const std::vector results{results_of("e", {reached("ar", "lan", 1.0, 1000, 1), reached("ar", "lan", 2.0, 3000, 2),
                                             diverged(reached("ar", "lan", 1.0, 1, 3), 20)})};
  const auto text = format_comparison(compare(results, {}), "table");
  CHECK(contains(text, "1.50 ± 0.71 s (2/3)"));   // sqrt(0.25 + 0.25)
  CHECK(contains(text, "2.00 ± 1.41 kB (2/3)"));  // sqrt(1 + 1)
  CHECK(contains(text, "95.00 ± 0.00 %  "));
  CHECK(contains(text, "1/3 diverged (iteration 20)"));
}

TEST_CASE("a model without accuracy shows its train loss", "[report]") {
  auto run = test::run_without_accuracy("gd", "lan");
  run.summary.target_loss = 0.25;
  const std::vector results{results_of("quadratic", {run})};
  const auto text = format_comparison(compare(results, {}), "table");
  CHECK(contains(text, "lan (target: train loss 0.25)\n"));
  CHECK(contains(text, "train loss  bytes sent"));
  CHECK(contains(text, "       0.1     2.00 kB"));
}

TEST_CASE("Markdown has a heading and a table per scenario", "[report]") {
  const auto text = format_comparison(example_rows(), "markdown");
  CHECK(contains(text, "### 1Gbps (target: test accuracy 90 %)\n\n| algorithm | time to target |"));
  CHECK(contains(text, "\n| q/ar      |         400 ms |   2.50 × |"));
  CHECK(contains(text, "\n### 10Mbps (target"));
}

TEST_CASE("CSV has a record per row, at full precision", "[report]") {
  const auto text = format_comparison(example_rows(), "csv");
  CHECK(contains(text,
                 "experiment,scenario,algorithm,paradigm,compression,baseline,seeds,finished,diverged,"
                 "diverged_at_iteration,reached_target,target_accuracy,target_loss,time_to_target_s,"
                 "time_to_target_s_std,bytes_to_target,bytes_to_target_std,speed_up,speed_up_std,bytes_saved,"
                 "bytes_saved_std,final_test_accuracy,final_test_accuracy_std,final_train_loss,final_train_loss_std,"
                 "bytes_sent,bytes_sent_std,bits_per_parameter,bits_per_parameter_std\n"));
  CHECK(contains(text,
                 "\ne,1Gbps,q/ar,all-reduce,qsgd,pr-sgd/ar,1,1,0,nan,1,0.9,nan,0.4,nan,300000,nan,2.5,nan,0.8,nan,"
                 "0.95,nan,0.1,nan,2000,nan,32,nan\n"));
  CHECK(contains(text, "\ne,10Mbps,q/ar,all-reduce,,pr-sgd/ar,1,0,0,nan,0,nan,nan,nan,"));
}

TEST_CASE("JSON has the same records, with null for what is not there", "[report]") {
  const Json records = Json::parse(format_comparison(example_rows(), "json"));
  REQUIRE(records.size() == 4);
  CHECK(records[1]["speed_up"] == 2.5);
  CHECK(records[1]["bytes_saved"] == 0.8);
  CHECK(records[1]["speed_up_std"].is_null());
  CHECK(records[2]["diverged"] == 1);
  CHECK(records[2]["diverged_at_iteration"] == 20);
  CHECK(records[3]["finished"] == 0);
  CHECK(records[3]["bytes_sent"].is_null());
}

TEST_CASE("an unknown format is answered with the nearest one", "[report]") {
  CHECK_THROWS_WITH(format_comparison({}, "jsn"),
                    "--format: expected table, csv, json or markdown, found \"jsn\", did you mean \"json\"?");
}
