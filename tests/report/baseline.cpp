// SPDX-License-Identifier: Apache-2.0
#include "sim/report/baseline.hpp"

#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"

using namespace lowband;
using test::example_run;
using test::in_file_order;
using test::results_of;
using test::with;
using Names = std::vector<std::string>;

namespace {

/// Two paradigms, each with an uncompressed and a compressed algorithm, the compressed one first.
ResultsFolder two_paradigms_of(const std::string& experiment = "e") {
  return results_of(
      experiment,
      {with(example_run("q-ar", "lan"), "all-reduce", "qsgd"), with(example_run("ar", "lan"), "all-reduce", "none"),
       with(example_run("q-gossip", "lan"), "gossip", "qsgd"), with(example_run("gossip", "lan"), "gossip", "none")});
}

Names labels(const std::vector<Baseline>& baselines) {
  Names names;
  for (const auto& baseline : baselines) names.push_back(baseline.label);
  return names;
}

}  // namespace

TEST_CASE("the baseline is the first algorithm of the experiment file that does not compress", "[report]") {
  const std::vector results{two_paradigms_of()};
  CHECK(labels(choose_baselines(results, {})) == Names{"ar"});
  CHECK_FALSE(choose_baselines(results, {})[0].paradigm);
}

TEST_CASE("the order of runs does not decide the baseline, the experiment file does", "[report]") {
  const std::vector results{in_file_order(two_paradigms_of(), {"gossip", "q-ar", "ar", "q-gossip"})};
  CHECK(labels(choose_baselines(results, {})) == Names{"gossip"});
}

TEST_CASE("where all compress there is no baseline, unless one is named", "[report]") {
  const std::vector results{results_of("e", {with(example_run("q", "lan"), "all-reduce", "qsgd")})};
  CHECK(choose_baselines(results, {}).empty());
  CHECK(labels(choose_baselines(results, "q")) == Names{"q"});
}

TEST_CASE("each paradigm may have a baseline of its own", "[report]") {
  const std::vector results{two_paradigms_of()};
  const auto baselines = choose_baselines(results, "paradigm");
  CHECK(labels(baselines) == Names{"ar", "gossip"});
  CHECK(baselines[1].paradigm == "gossip");
}

TEST_CASE("of several results the first has the baseline, and a label names that of another", "[report]") {
  const std::vector results{two_paradigms_of("first"), two_paradigms_of("second")};
  CHECK(labels(choose_baselines(results, {})) == Names{"first: ar"});
  CHECK(labels(choose_baselines(results, "gossip")) == Names{"first: gossip"});
  CHECK(labels(choose_baselines(results, "second: gossip")) == Names{"second: gossip"});
}

TEST_CASE("an unknown baseline is answered with the nearest name", "[report]") {
  const std::vector results{two_paradigms_of()};
  CHECK_THROWS_WITH(choose_baselines(results, "gosip"),
                    "--baseline: expected the name of an algorithm, or \"paradigm\", found \"gosip\", did you mean "
                    "\"gossip\"?");
}

TEST_CASE("experiments that differ in workers, model, data or target are told apart", "[report]") {
  std::vector results{two_paradigms_of("first"), two_paradigms_of("second")};
  const auto found = [&results](const TargetOptions& options = {}) {
    auto groups = group_runs(results);
    judge(groups, options);
    return differences(groups.front(), groups.back());
  };
  CHECK(found().empty());
  results[1].manifest["experiment"]["workers"] = 8;
  results[1].manifest["experiment"]["model"] = "lenet5";
  results[1].manifest["experiment"]["dataset"]["partition"] = "iid";
  results[1].manifest["experiment"]["evaluation"]["target_accuracy"] = 0.5;
  CHECK(found() == Names{"workers (2, 8)", "model", "data", "target"});
  results[1] = two_paradigms_of("second");
  results[1].manifest["data"]["train"]["sha256"] = "other";
  CHECK(found() == Names{"data"});
  results[1] = two_paradigms_of("second");
  results[1].manifest["evaluation"]["worker_test_samples"] = 500U;
  CHECK(found() == Names{"target"});
  CHECK(found({{"loss=0.5"}, {}, {}}).empty());  // which is on as many training samples in both
}
