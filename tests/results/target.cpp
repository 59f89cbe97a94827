// SPDX-License-Identifier: Apache-2.0
#include "sim/results/target.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <utility>

#include "sim/experiment/evaluation_section.hpp"

using namespace lowband;

namespace {

constexpr double not_recorded = std::numeric_limits<double>::quiet_NaN();

/// A run whose workers have these accuracies in the mean; the k-th evaluation is made after k seconds and 100 k bytes.
RunRecord run_of(const std::vector<double>& accuracies) {
  RunRecord run;
  for (std::size_t k = 0; k < accuracies.size(); ++k) {
    MetricsRow& row = run.metrics.emplace_back();
    row.sim_time_s = static_cast<double>(k);
    row.bytes_sent = 100 * k;
    row.workers_test_accuracy = accuracies[k];
    row.worst_worker_test_accuracy = accuracies[k] - 0.1;
    row.test_accuracy = accuracies[k] + 0.1;
    row.workers_train_loss = 1.0 - accuracies[k];
    row.worst_worker_train_loss = 1.1 - accuracies[k];
    row.train_loss = 0.9 - accuracies[k];
  }
  return run;
}

TargetRule rule_of(const std::vector<std::pair<const char*, double>>& goals, std::uint64_t hold, TargetOf of) {
  TargetRule rule{{}, of, hold};
  for (const auto& [metric, value] : goals) rule.add(metric_named(metric), value);
  return rule;
}

TargetRule accuracy(double value, std::uint64_t hold = 2, TargetOf of = TargetOf::workers) {
  return rule_of({{"accuracy", value}}, hold, of);
}

}  // namespace

TEST_CASE("touching is not reaching: the target must hold", "[report]") {
  // It is met at 1, for one evaluation, and from 3 on.
  const auto reached = reached_target(run_of({0.1, 0.7, 0.6, 0.7, 0.8, 0.9}), accuracy(0.7));
  REQUIRE(reached);
  CHECK(reached->evaluation == 3);
  CHECK(reached->sim_time_s == 3.0);
  CHECK(reached->bytes_sent == 300);
  CHECK_FALSE(reached->is_short);
  CHECK_FALSE(reached->is_lost);
}

TEST_CASE("the longer it must hold, the later it is reached", "[report]") {
  const RunRecord run = run_of({0.7, 0.1, 0.7, 0.7, 0.1, 0.7, 0.7, 0.7});
  CHECK(reached_target(run, accuracy(0.7, 1))->evaluation == 0);
  CHECK(reached_target(run, accuracy(0.7, 2))->evaluation == 2);
  CHECK(reached_target(run, accuracy(0.7, 3))->evaluation == 5);
}

TEST_CASE("what is met at the end only counts, and is marked as short", "[report]") {
  const auto last = reached_target(run_of({0.1, 0.2, 0.7}), accuracy(0.7));
  REQUIRE(last);
  CHECK(last->evaluation == 2);
  CHECK(last->is_short);
  CHECK_FALSE(last->is_lost);
  const auto two_of_three = reached_target(run_of({0.1, 0.7, 0.7}), accuracy(0.7, 3));
  REQUIRE(two_of_three);
  CHECK(two_of_three->evaluation == 1);
  CHECK(two_of_three->is_short);
}

TEST_CASE("a target that was reached and is missed at the end is lost", "[report]") {
  CHECK(reached_target(run_of({0.7, 0.7, 0.1}), accuracy(0.7))->is_lost);
  const auto back = reached_target(run_of({0.7, 0.7, 0.1, 0.7}), accuracy(0.7));  // missed between, met at the end
  CHECK(back->evaluation == 0);
  CHECK_FALSE(back->is_lost);
}

TEST_CASE("never met, or never for long enough, is not reached", "[report]") {
  CHECK_FALSE(reached_target(run_of({0.1, 0.2}), accuracy(0.7)));
  CHECK_FALSE(reached_target(run_of({0.7, 0.1, 0.7, 0.1}), accuracy(0.7)));
  CHECK_FALSE(reached_target(run_of({}), accuracy(0.7)));
  CHECK_FALSE(reached_target(run_of({0.7, 0.7}), TargetRule{}));
  CHECK_FALSE(reached_target(run_of({not_recorded, not_recorded}), accuracy(0.0)));
}

TEST_CASE("a run that diverged has lost what it reached, and its last evaluation alone counts for nothing",
          "[report]") {
  RunRecord run = run_of({0.1, 0.7, 0.7});
  run.summary.status = "diverged";
  CHECK(reached_target(run, accuracy(0.7))->is_lost);
  CHECK_FALSE(reached_target(run, accuracy(0.7, 3)));
}

TEST_CASE("the target is about the workers, the worst of them, or the mean model", "[report]") {
  const RunRecord run = run_of({0.5, 0.6, 0.7, 0.8, 0.9});  // worst: 0.1 less, mean model: 0.1 more
  CHECK(reached_target(run, accuracy(0.75, 1, TargetOf::mean_model))->evaluation == 2);
  CHECK(reached_target(run, accuracy(0.75, 1, TargetOf::workers))->evaluation == 3);
  CHECK(reached_target(run, accuracy(0.75, 1, TargetOf::worst_worker))->evaluation == 4);
  // Losses are 0.5, 0.4, 0.3, 0.2, 0.1; of the worst 0.1 more, of the mean model 0.1 less.
  const auto loss = [](TargetOf of) { return rule_of({{"loss", 0.25}}, 1, of); };
  CHECK(reached_target(run, loss(TargetOf::mean_model))->evaluation == 2);
  CHECK(reached_target(run, loss(TargetOf::workers))->evaluation == 3);
  CHECK(reached_target(run, loss(TargetOf::worst_worker))->evaluation == 4);
}

TEST_CASE("of two targets both must be met", "[report]") {
  const RunRecord run = run_of({0.5, 0.6, 0.7, 0.8, 0.9});
  const auto both = [](double accuracy, double loss) {
    return rule_of({{"accuracy", accuracy}, {"loss", loss}}, 1, TargetOf::workers);
  };
  CHECK(reached_target(run, both(0.55, 0.25))->evaluation == 3);  // the accuracy is there at 1
  CHECK(reached_target(run, both(0.85, 0.45))->evaluation == 4);  // the loss is there at 1
}

TEST_CASE("a target of a metric is met by as much or more, or by as much or less", "[report]") {
  const RunRecord run = run_of({0.5, 0.6, 0.7, 0.8, 0.9});
  CHECK(reached_target(run, rule_of({{"error", 0.25}}, 1, TargetOf::workers))->evaluation == 3);  // 1 - 0.8
  CHECK(reached_target(run, rule_of({{"error", 0.25}}, 1, TargetOf::mean_model))->evaluation == 2);
  CHECK_FALSE(reached_target(run, rule_of({{"top-5", 0.0}}, 1, TargetOf::mean_model)));  // was not recorded
}

TEST_CASE("goals stand in the order of the metrics, however they were added", "[report]") {
  const TargetRule rule = rule_of({{"loss", 0.25}, {"accuracy", 0.5}}, 1, TargetOf::workers);
  CHECK(rule == rule_of({{"accuracy", 0.5}, {"loss", 0.25}}, 1, TargetOf::workers));
  CHECK(rule.value_of("loss") == 0.25);
  CHECK_FALSE(rule.value_of("error"));
}

TEST_CASE("whom a target is about has a name", "[report]") {
  for (const auto& name : target_of_names()) CHECK(name_of(*target_of_named(name)) == name);
  CHECK_FALSE(target_of_named("worker"));
  EvaluationSection section;
  Parameters declared;
  section.parameters(declared);
  std::vector<std::string> names = target_of_names();
  names.insert(names.begin(), "auto");
  CHECK(declared.schema()["properties"]["of"]["enum"] == Json(names));  // what an experiment file may say
}
