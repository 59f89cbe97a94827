// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/training_settings.hpp"

namespace lowband {

namespace {

constexpr double most_iterations = 4294967295.0;  // the step of a random stream has 32 bits

}  // namespace

Named<Optimizer> plain_sgd() { return read_named(optimizers(), "sgd", Place("default")); }
Named<Schedule> constant_schedule() { return read_named(schedules(), "constant", Place("default")); }

void TrainingSettings::parameters(Parameters& parameters) {
  parameters.integer("iterations", iterations, {.least = 1, .most = most_iterations}, "steps",
                     "N: local steps of each worker", Parameters::Need::required);
  parameters.integer("batch_size", batch_size, {.least = 1}, "samples",
                     "of one step of one worker, drawn with replacement");
  parameters_of_algorithms(parameters);
}

void TrainingSettings::parameters_of_algorithms(Parameters& parameters) {
  parameters.number("learning_rate", learning_rate, {.least = 0}, "", "step size, before the schedule");
  parameters.number("weight_decay", weight_decay, {.least = 0}, "",
                    "times the model is added to the gradient; adamw subtracts it from the model instead");
  declare_component(parameters, "optimizer", optimizer, optimizers(), "what a worker does with a gradient");
  declare_component(parameters, "schedule", schedule, schedules(), "the learning rate over time");
}

Json TrainingSettings::schema_of_algorithms() {
  TrainingSettings usual;
  Parameters declared;
  usual.parameters_of_algorithms(declared);
  Json schema = declared.schema();
  for (auto& property : schema["properties"]) property.erase("default");  // it is the experiment's setting
  return schema;
}

TrainingSettings TrainingSettings::with(const Json& own, const Place& place) {
  TrainingSettings settings;
  Parameters declared;
  settings.parameters(declared);
  Parameters mine;
  parameters(mine);
  declared.read(mine.values(), Place("training"));  // they have been read before: nothing is wrong with them
  Parameters changed;
  settings.parameters_of_algorithms(changed);
  changed.read(own, place);
  return settings;
}

}  // namespace lowband
