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
  parameters.number("learning_rate", learning_rate, {.least = 0}, "", "step size, before the schedule");
  parameters.number("weight_decay", weight_decay, {.least = 0}, "",
                    "times the model: added to the gradient, but for adamw, which takes it off the model");
  state_component(parameters, "optimizer", optimizer, optimizers(), "what a worker does with a gradient");
  state_component(parameters, "schedule", schedule, schedules(), "the learning rate over time");
}

}  // namespace lowband
