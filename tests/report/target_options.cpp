#include "sim/report/target_options.hpp"

#include <catch2/catch.hpp>

#include "tests/report/example_results.hpp"

using namespace lowband;
using test::example_run;
using test::results_of;
using test::with_evaluation;

namespace {

const ResultsFolder example_folder =
    with_evaluation(results_of("e", {example_run("a", "lan")}),
                    {{"target_accuracy", 0.9}, {"target_loss", nullptr}, {"of", "worst-worker"}, {"hold", 3}});

}  // namespace

TEST_CASE("a target is the experiment's, unless the command line says otherwise", "[report]") {
  CHECK(target_rule(example_folder, {}) == TargetRule{0.9, {}, TargetOf::worst_worker, 3});
  CHECK(target_rule(example_folder, {{"accuracy=0.8"}, {}, {}}) == TargetRule{0.8, {}, TargetOf::worst_worker, 3});
  CHECK(target_rule(example_folder, {{"loss=0.3"}, {}, {}}) == TargetRule{{}, 0.3, TargetOf::worst_worker, 3});
  CHECK(target_rule(example_folder, {{"loss=0.3", "accuracy=0.8"}, "workers", 1}) ==
        TargetRule{0.8, 0.3, TargetOf::workers, 1});
  CHECK_FALSE(target_rule(with_evaluation(example_folder, Json::object()), {}).exists());
}

TEST_CASE("a target on the command line that makes no sense is refused", "[report]") {
  const auto refused = [](const TargetOptions& options) { return target_rule(example_folder, options); };
  CHECK_THROWS_WITH(refused({{"0.9"}, {}, {}}), "--target: expected accuracy=NUMBER or loss=NUMBER, found \"0.9\"");
  CHECK_THROWS_WITH(refused({{"acuracy=0.9"}, {}, {}}),
                    "--target: expected accuracy=NUMBER or loss=NUMBER, found \"acuracy=0.9\"");
  CHECK_THROWS_WITH(refused({{"loss=low"}, {}, {}}), "--target: expected loss=NUMBER, found \"loss=low\"");
  CHECK_THROWS_WITH(refused({{"loss=inf"}, {}, {}}), "--target: expected loss=NUMBER, found \"loss=inf\"");
  CHECK_THROWS_WITH(refused({{"accuracy=90%"}, {}, {}}), "--target: expected accuracy=NUMBER, found \"accuracy=90%\"");
  CHECK_THROWS_WITH(refused({{"accuracy=90"}, {}, {}}), "--target: expected an accuracy from 0 to 1, found 90");
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
  const auto text = [](const TargetOptions& options) { return target_text(example_folder, target_rule(example_folder, options)); };
  CHECK(text({}) ==
        "test accuracy 90 %, worst of the workers' own models on 1000 test samples, held for 3 evaluations");
  CHECK(text({{}, "workers", 1}) == "test accuracy 90 %, mean of the workers' own models on 1000 test samples");
  CHECK(text({{"loss=0.25"}, "mean-model", 1}) ==
        "training loss 0.25, of the mean of all models on 2048 training samples, which no worker need have");
  CHECK(text({{"loss=0.25", "accuracy=0.5"}, "workers", 1}) ==
        "test accuracy 50 %, mean of the workers' own models on 1000 test samples, and training loss 0.25, mean of the "
        "workers' own models on 500 training samples");
}

TEST_CASE("a figure that was not recorded is refused, with what helps", "[report]") {
  const ResultsFolder bare = results_of("e", {test::run_without_accuracy("a", "lan")});
  CHECK_THROWS_WITH(require_test_accuracy(bare, TargetOf::workers),
                    "results/e: there is no test accuracy, as the model has none: use a loss (--target loss=NUMBER)");
  CHECK_NOTHROW(require_test_accuracy(example_folder, TargetOf::workers));
  const ResultsFolder unrecorded = results_of("e", {test::without_worker_losses(example_run("a", "lan"))});
  CHECK_THROWS_WITH(
      require_train_loss(unrecorded, TargetOf::worst_worker),
      "results/e: the training losses of the workers' own models were not recorded: take --of mean-model, "
      "or give the experiment's \"evaluation\" \"worker_train_samples\" and run it again");
  CHECK_NOTHROW(require_train_loss(unrecorded, TargetOf::mean_model));
  CHECK_NOTHROW(require_train_loss(test::without(unrecorded, 0), TargetOf::workers));  // nothing has finished yet
}
