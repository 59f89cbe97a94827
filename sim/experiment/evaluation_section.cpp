#include "sim/experiment/evaluation_section.hpp"

#include <algorithm>

namespace lowband {

void EvaluationSection::parameters(Parameters& parameters) {
  parameters.integer("every", settings.every, {.least = 1}, "steps",
                     "at the first synchronisation at or after each multiple of so many local steps");
  parameters.integer("train_samples", settings.train_samples, {.least = 0}, "samples",
                     "fixed training subset for loss and gradient norm of the mean model; 0: all");
  parameters.integer("test_samples", settings.test_samples, {.least = 0}, "samples",
                     "fixed test subset for the mean model; 0: all");
  parameters.integer("worker_test_samples", worker_test_samples, {.least = 0}, "samples",
                     "of the test subset, for the workers' own models; 0: all; none: 1000, fewer where all workers "
                     "together would take more than 200,000");
  parameters.integer("worker_train_samples", worker_train_samples, {.least = 0}, "samples",
                     "of the training subset, for the training loss of the workers' own models; 0: all; none: as many "
                     "as worker_test_samples if there is a target_loss or the model has no accuracy, else it is not "
                     "taken");
  parameters.flag("each_worker", settings.each_worker, "the figures of each worker are kept: worker_metrics.csv");
  parameters.number("target_accuracy", target_accuracy, {.least = 0, .most = 1}, "", "test accuracy to reach");
  parameters.number("target_loss", target_loss, {}, "", "training loss to reach");
  parameters.choice("of", of,
                    {{"workers", "the mean of the workers' own figures"},
                     {"worst-worker", "the worst of the workers' own figures"},
                     {"mean-model", "the figure of the mean of their models"}},
                    "whose models the target is about");
  parameters.integer("hold", hold, {.least = 1}, "evaluations",
                     "the target is reached where it is met so many times in a row; at the end once is enough");
}

EvaluationSettings EvaluationSection::settings_for(int workers, bool has_accuracy) const {
  constexpr int usual = 1000;
  constexpr int most_evaluated = 200'000;
  EvaluationSettings complete = settings;
  complete.worker_test_samples = worker_test_samples.value_or(std::clamp(most_evaluated / workers, 1, usual));
  complete.worker_train_samples = worker_train_samples;
  if (!worker_train_samples && (target_loss || !has_accuracy)) {
    complete.worker_train_samples = complete.worker_test_samples;
  }
  return complete;
}

const std::vector<std::string>& EvaluationSection::target_keys() {
  static const std::vector<std::string> keys{"target_accuracy", "target_loss", "of", "hold"};
  return keys;
}

}  // namespace lowband
