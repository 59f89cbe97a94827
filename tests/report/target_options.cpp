// SPDX-License-Identifier: Apache-2.0
#include "sim/report/target_options.hpp"

#include <catch2/catch.hpp>

#include "sim/report/recorded_metric.hpp"
#include "tests/report/example_results.hpp"

using namespace lowband;
using test::example_run;
using test::results_of;
using test::with_evaluation;

namespace {

const ResultsFolder example_folder =
    with_evaluation(results_of("e", {example_run("a", "lan")}),
                    {{"target_accuracy", 0.9}, {"target_loss", nullptr}, {"of", "worst-worker"}, {"hold", 3}});

TargetRule rule_with(std::vector<std::pair<const char*, double>> goals, TargetOf of, std::uint64_t hold) {
  TargetRule rule{{}, of, hold};
  for (const auto& [metric, value] : goals) rule.add(metric_named(metric), value);
  return rule;
}

}  // namespace

TEST_CASE("a target is the experiment's, unless the command line says otherwise", "[report]") {
  CHECK(target_rule(example_folder, {}) == rule_with({{"accuracy", 0.9}}, TargetOf::worst_worker, 3));
  CHECK(target_rule(example_folder, {{"accuracy=0.8"}, {}, {}}) ==
        rule_with({{"accuracy", 0.8}}, TargetOf::worst_worker, 3));
  CHECK(target_rule(example_folder, {{"loss=0.3"}, {}, {}}) == rule_with({{"loss", 0.3}}, TargetOf::worst_worker, 3));
  CHECK(target_rule(example_folder, {{"loss=0.3", "accuracy=0.8"}, "workers", 1}) ==
        rule_with({{"accuracy", 0.8}, {"loss", 0.3}}, TargetOf::workers, 1));
  CHECK(target_rule(example_folder, {{"error=0.2", "perplexity=7"}, {}, {}}) ==
        rule_with({{"error", 0.2}, {"perplexity", 7.0}}, TargetOf::worst_worker, 3));
  CHECK_FALSE(target_rule(with_evaluation(example_folder, Json::object()), {}).exists());
}

TEST_CASE("a target on the command line that makes no sense is refused", "[report]") {
  const auto refused = [](const TargetOptions& options) { return target_rule(example_folder, options); };
  CHECK_THROWS_WITH(
      refused({{"0.9"}, {}, {}}),
      "--target: expected METRIC=NUMBER, with one of accuracy, error, top-5, perplexity, loss, test-loss, objective, "
      "gradient, mean-gradient, found \"0.9\"");
  CHECK_THROWS_WITH(refused({{"acuracy=0.9"}, {}, {}}),
                    Catch::EndsWith("found \"acuracy=0.9\", did you mean \"accuracy\"?"));
  CHECK_THROWS_WITH(refused({{"consensus=0.1"}, {}, {}}), Catch::StartsWith("--target: expected METRIC=NUMBER"));
  CHECK_THROWS_WITH(refused({{"loss=low"}, {}, {}}), "--target: expected loss=NUMBER, found \"loss=low\"");
  CHECK_THROWS_WITH(refused({{"loss=inf"}, {}, {}}), "--target: expected loss=NUMBER, found \"loss=inf\"");
  CHECK_THROWS_WITH(refused({{"accuracy=90%"}, {}, {}}), "--target: expected accuracy=NUMBER, found \"accuracy=90%\"");
  CHECK_THROWS_WITH(refused({{"accuracy=90"}, {}, {}}), "--target: expected accuracy from 0 to 1, found 90");
  CHECK_THROWS_WITH(refused({{"loss=1", "loss=2"}, {}, {}}), "--target: expected one loss, found two");
  CHECK_THROWS_WITH(
      refused({{}, "worker", {}}),
      "--of: expected workers, worst-worker, mean-model, server, found \"worker\", did you mean \"workers\"?");
  CHECK_THROWS_WITH(refused({{}, {}, 0}), "--hold: expected 1 evaluation or more, found 0");
  CHECK_THROWS_WITH(target_rule(with_evaluation(example_folder, Json::object()), {{}, {}, 3}),
                    "--hold: results/e has no target to hold: name one with --target");
}

TEST_CASE("a manifest whose target cannot be read is an error that names the place", "[report]") {
  CHECK_THROWS_WITH(target_rule(with_evaluation(example_folder, {{"target_accuracy", "high"}}), {}),
                    "results/e/manifest.json: /experiment/evaluation/target_accuracy: expected a number or null, "
                    "found \"high\"");
  CHECK_THROWS_WITH(target_rule(with_evaluation(example_folder, {{"of", "nobody"}}), {}),
                    Catch::StartsWith("results/e/manifest.json: /experiment/evaluation/of: expected workers, "
                                      "worst-worker, mean-model, server, found \"nobody\""));
}

TEST_CASE("a target in words says whose figure it is, and on how many samples", "[report]") {
  const auto text = [](const TargetOptions& options) {
    return target_text(example_folder, target_rule(example_folder, options));
  };
  CHECK(text({}) ==
        "test accuracy 90 %, worst of the workers' own models on 1000 test samples, held for 3 evaluations");
  CHECK(text({{}, "workers", 1}) == "test accuracy 90 %, mean of the workers' own models on 1000 test samples");
  CHECK(text({{"loss=0.25"}, "mean-model", 1}) ==
        "training loss 0.25, of the mean of all models on 2048 training samples, which no worker need have");
  CHECK(text({{"loss=0.25", "accuracy=0.5"}, "workers", 1}) ==
        "test accuracy 50 %, mean of the workers' own models on 1000 test samples, and training loss 0.25, mean of the "
        "workers' own models on 500 training samples");
}

TEST_CASE("a metric that was not recorded is refused, with what helps", "[report]") {
  const auto require = [](const ResultsFolder& results, const char* metric, TargetOf of) {
    require_metric(results, metric_named(metric), of);
  };
  const ResultsFolder bare = results_of("e", {test::run_without_accuracy("a", "lan")});
  CHECK_THROWS_WITH(require(bare, "accuracy", TargetOf::workers),
                    "results/e: there is no test accuracy, as the model has none: use a loss (--target loss=NUMBER)");
  CHECK_THROWS_WITH(require(bare, "error", TargetOf::mean_model),
                    "results/e: there is no test error, as the model has no accuracy");
  CHECK_NOTHROW(require(example_folder, "accuracy", TargetOf::workers));
  const ResultsFolder unrecorded = results_of("e", {test::without_worker_losses(example_run("a", "lan"))});
  CHECK_THROWS_WITH(
      require(unrecorded, "loss", TargetOf::worst_worker),
      "results/e: the training losses of the workers' own models were not recorded: take --of mean-model, "
      "or give the experiment's \"evaluation\" \"worker_train_samples\" and run it again");
  CHECK_NOTHROW(require(unrecorded, "loss", TargetOf::mean_model));
  CHECK_NOTHROW(require(test::without(unrecorded, 0), "loss", TargetOf::workers));  // nothing has finished yet
  CHECK_THROWS_WITH(require(example_folder, "test-loss", TargetOf::worst_worker),
                    "results/e: the test loss is not recorded of \"worst-worker\": take --of workers or mean-model");
}

TEST_CASE("a perplexity is of models that learn by a cross-entropy", "[report]") {
  ResultsFolder results = results_of("e", {example_run("a", "lan")});
  const Metric& perplexity = metric_named("perplexity");
  const auto has_it = [&](Json model) {
    results.manifest["experiment"]["model"] = std::move(model);
    return has_metric(results, perplexity, TargetOf::mean_model);
  };
  const Json layers = Json::array({{{"layer", "dense"}, {"units", 1}}});
  CHECK(has_it("lstm"));
  CHECK(has_it({{"name", "logistic-regression"}}));
  CHECK(has_it({{"name", "network"}, {"layers", layers}, {"loss", "binary-cross-entropy"}}));
  CHECK_FALSE(has_it({{"name", "network"}, {"layers", layers}, {"loss", "mse"}}));
  CHECK_FALSE(has_it("linear-svm"));
  CHECK_FALSE(has_it("one that this program does not have"));
  CHECK_THROWS_WITH(require_metric(results, perplexity, TargetOf::mean_model),
                    "results/e: there is no perplexity, as the model does not learn by a cross-entropy");
}

TEST_CASE("a metric is measured on the samples of its set", "[report]") {
  CHECK(samples_of(example_folder, metric_named("error"), TargetOf::worst_worker) == 1000);
  CHECK(samples_of(example_folder, metric_named("top-5"), TargetOf::mean_model) == 2000);
  CHECK(samples_of(example_folder, metric_named("gradient"), TargetOf::mean_model) == 2048);
  CHECK(samples_of(example_folder, metric_named("loss"), TargetOf::workers) == 500);
  CHECK(samples_of(example_folder, metric_named("bytes-sent"), TargetOf::workers) == 0);
}
