// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/evaluation_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "sim/experiment/sections.hpp"

namespace lowband {

void EvaluationSection::parameters(Parameters& parameters) {
  parameters.choice("clock", clock,
                    {{"auto", "iterations of methods whose workers all come to them; total-steps of the others"},
                     {"total-steps", "steps of all workers together, over their number"},
                     {"seconds", "simulated time: \"every\" is a duration then"}},
                    "what triggers evaluations");
  declare_every(parameters);
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
                    {{"auto", "\"server\" where every algorithm has one, else \"workers\""},
                     {"workers", "the mean of the workers' own figures"},
                     {"worst-worker", "the worst of the workers' own figures"},
                     {"mean-model", "the figure of the mean of their models"},
                     {"server", "the figure of the server's model"}},
                    "whose models the target is about");
  parameters.integer("hold", hold, {.least = 1}, "evaluations",
                     "the target is reached if it is met this many times in a row; at the end once is enough");
  parameters.flag("stop_at_target", stop_at_target, "a run ends with the evaluation by which the target has been held");
}

/// Steps, or a duration.
void EvaluationSection::declare_every(Parameters& parameters) {
  Parameters steps;
  constexpr Range range{.least = 1};
  steps.integer("every", settings.every, range, "steps", "");
  Parameter parameter = steps.list().front();
  parameter.type += ", or a duration";
  parameter.help =
      "at the first synchronisation, or step, at or after each multiple of this number of local steps, or of this "
      "duration; 1 by default if nothing is learned";
  parameter.schema = {{"anyOf", {parameter.schema, {{"type", "string"}}}}};
  parameter.read = [this, read = parameter.read](const Json& json, const Place& place) {
    is_every_given_ = true;
    every_s.reset();
    if (!json.is_string()) return read(json, place);
    every_s = durations().read(json, place);
    if (!(*every_s > 0.0)) place.expected("a duration above 0", json);
  };
  parameter.value = [this, value = parameter.value] { return every_s ? durations().write(*every_s) : value(); };
  parameters.add(std::move(parameter));
}

void EvaluationSection::check(const Place& place) const {
  const bool is_by_seconds = clock == "seconds";
  if (is_by_seconds && !every_s)
    (place / "every").fail("expected a duration, such as \"5s\", for the clock \"seconds\"");
  if (!is_by_seconds && every_s) {
    (place / "every").fail(fmt::format("expected a number of steps for the clock \"{}\", found a duration", clock));
  }
  if (stop_at_target && !target_accuracy && !target_loss) {
    (place / "stop_at_target").fail("has no effect: there is no target_accuracy, nor a target_loss");
  }
}

void EvaluationSection::settle_of(bool all_have_servers) {
  if (of == "auto") of = name_of(all_have_servers ? TargetOf::server : TargetOf::workers);
}

void EvaluationSection::settle_every(bool is_trained) {
  if (!is_trained && !is_every_given_) settings.every = 1;
}

void EvaluationSection::shorten(std::uint64_t iterations) {
  settings.every = static_cast<int>(std::min<std::uint64_t>(iterations, std::numeric_limits<int>::max()));
  settings.train_samples = 1;
  settings.test_samples = 1;
  worker_test_samples = 1;
  worker_train_samples.reset();
  clock = "auto";
  every_s.reset();
  stop_at_target = false;
}

TargetRule EvaluationSection::target() const {
  TargetRule rule{{}, target_of_named(of).value_or(TargetOf::workers), static_cast<std::uint64_t>(hold)};
  if (target_accuracy) rule.add(metric_named("accuracy"), *target_accuracy);
  if (target_loss) rule.add(metric_named("loss"), *target_loss);
  return rule;
}

EvaluationClock EvaluationSection::clock_for(bool is_in_step) const {
  if (clock == "seconds") return EvaluationClock::seconds;
  return clock == "auto" && is_in_step ? EvaluationClock::iterations : EvaluationClock::total_steps;
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
