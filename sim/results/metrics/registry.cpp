// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <memory>

#include "sim/results/metrics/metric.hpp"

namespace lowband {

namespace {

using Figure = double MetricsRow::*;

/// The figure of whom it is asked, in the columns of those whose figures are recorded.
template <Figure of_mean_model, Figure of_workers = nullptr, Figure of_worst_worker = nullptr>
double one_of(const MetricsRow& row, TargetOf of) {
  if constexpr (of_workers != nullptr) {
    if (of == TargetOf::workers) return row.*of_workers;
  }
  if constexpr (of_worst_worker != nullptr) {
    if (of == TargetOf::worst_worker) return row.*of_worst_worker;
  }
  return row.*of_mean_model;
}

constexpr auto accuracy =
    one_of<&MetricsRow::test_accuracy, &MetricsRow::workers_test_accuracy, &MetricsRow::worst_worker_test_accuracy>;
constexpr auto test_loss = one_of<&MetricsRow::test_loss, &MetricsRow::workers_test_loss>;
constexpr auto training_loss =
    one_of<&MetricsRow::train_loss, &MetricsRow::workers_train_loss, &MetricsRow::worst_worker_train_loss>;

Registry<Metric>::Entry entry(const char* name, const char* help, const char* source, const MetricFacts& facts) {
  return {name, help, source, [name, facts] { return std::make_unique<Metric>(name, facts); }};
}

}  // namespace

const Registry<Metric>& metrics() {
  static const std::vector<TargetOf> everyone{TargetOf::workers, TargetOf::worst_worker, TargetOf::mean_model};
  static const std::vector<TargetOf> all_but_the_worst{TargetOf::workers, TargetOf::mean_model};
  static const std::vector<TargetOf> the_mean_model{TargetOf::mean_model};
  static const Registry<Metric> registry(
      "metric", "name",
      {entry("accuracy", "share of the test labels that are told right", "",
             {.title = "test accuracy",
              .better = Better::more,
              .form = MetricForm::share,
              .samples = MetricSamples::test,
              .of = everyone,
              .value = accuracy,
              .absence = "there is no test accuracy, as the model has none: use a loss (--target loss=NUMBER)"}),
       entry("error", "share of the test labels that are told wrong: 1 - accuracy", "",
             {.title = "test error",
              .form = MetricForm::share,
              .samples = MetricSamples::test,
              .of = everyone,
              .value = [](const MetricsRow& row, TargetOf of) { return 1.0 - accuracy(row, of); },
              .absence = "there is no test error, as the model has no accuracy"}),
       entry("top-5",
             "share of the test labels that are among the five classes which the model takes for the likeliest; of "
             "equally likely ones the first; where there are more than five",
             "Russakovsky et al., IJCV 115(3), 2015",
             {.title = "top-5 test accuracy",
              .better = Better::more,
              .form = MetricForm::share,
              .samples = MetricSamples::test,
              .of = the_mean_model,
              .value = one_of<&MetricsRow::test_top5_accuracy>,
              .absence = "the top-5 test accuracy was not recorded: it takes the loss \"cross-entropy\", more than 5 "
                         "classes, and results of lowband 0.2 or later"}),
       entry("perplexity",
             "exp(test loss) of models that learn by a cross-entropy: between so many equally likely labels they "
             "choose, in the geometric mean; of the workers that of theirs",
             "Jelinek et al., Journal of the Acoustical Society of America 62(S1), 1977",
             {.title = "perplexity",
              .samples = MetricSamples::test,
              .of = all_but_the_worst,
              .value = [](const MetricsRow& row, TargetOf of) { return std::exp(test_loss(row, of)); },
              .needs_cross_entropy = true,
              .absence = "there is no perplexity, as there were no test samples"}),
       entry("loss", "mean loss over training labels, without regulariser", "",
             {.title = "training loss",
              .samples = MetricSamples::training,
              .of = everyone,
              .value = training_loss,
              .absence = "the training losses of the workers' own models were not recorded: take --of mean-model, or "
                         "give the experiment's \"evaluation\" \"worker_train_samples\" and run it again"}),
       entry("test-loss", "mean loss over test labels", "",
             {.title = "test loss",
              .samples = MetricSamples::test,
              .of = all_but_the_worst,
              .value = test_loss,
              .absence = "there is no test loss, as there were no test samples"}),
       entry("objective", "training loss with the regulariser, weight_decay / 2 times the squared norm of the model",
             "",
             {.title = "objective",
              .samples = MetricSamples::training,
              .of = the_mean_model,
              .value = one_of<&MetricsRow::objective>,
              .absence = "there is no objective, as the optimiser's weight decay belongs to none"}),
       entry("gradient", "squared norm of the gradient of the training loss", "",
             {.title = "squared gradient norm",
              .samples = MetricSamples::training,
              .of = the_mean_model,
              .value = one_of<&MetricsRow::gradient_norm_sq>,
              .absence = "nothing was learned"}),
       entry("mean-gradient",
             "mean of the squared gradient norm over the evaluations so far: what is to be expected at an iterate that "
             "is drawn at random, sampled at evaluations",
             "Ghadimi & Lan, SIAM Journal on Optimization 23(4), 2013, section 2",
             {.title = "mean squared gradient norm so far",
              .samples = MetricSamples::training,
              .of = the_mean_model,
              .value = one_of<&MetricsRow::mean_gradient_norm_sq>,
              .absence = "the mean squared gradient norm was not recorded: it takes results of lowband 0.2 or later"}),
       entry("consensus", "mean squared distance of the workers' models from their mean", "",
             {.title = "squared distance from the mean model",
              .value = one_of<&MetricsRow::consensus_distance>,
              .is_of_learning = false,
              .absence = "nothing was learned"}),
       entry("bytes-sent", "by all nodes until then, headers included", "",
             {.title = "bytes sent by all nodes",
              .form = MetricForm::bytes,
              .value = [](const MetricsRow& row, TargetOf) { return static_cast<double>(row.bytes_sent); },
              .is_of_learning = false})});
  return registry;
}

}  // namespace lowband
