#include "sim/algorithms/training.hpp"

#include <algorithm>

#include "sim/algorithms/sum_over_workers.hpp"
#include "sim/algorithms/tags.hpp"
#include "sim/algorithms/trainee.hpp"

namespace lowband {

namespace {

/// Periods of so many steps, the same on all workers.
void train_by_steps(Worker& worker, Trainee& trainee, const Period& period, std::uint64_t iterations,
                    Observer& observer) {
  std::uint64_t synchronisations = 0;
  const auto end_of_period = [&](std::uint64_t begin) {
    const std::uint64_t steps = period.steps(begin, synchronisations);
    return steps < iterations - begin ? begin + steps : iterations;
  };
  std::uint64_t iteration = 0;
  while (iteration < iterations) {
    const std::uint64_t before = iteration;
    iteration = end_of_period(before);
    trainee.steps_and_synchronise(before + 1, before + 1, iteration - before);
    ++synchronisations;
    observer.passed(worker, iteration);
    if (observer.is_due(before, iteration, iterations)) {
      observer.report(worker, iteration, trainee.model(), trainee.buffers());
    }
  }
}

/// Periods of so many seconds, in which faster workers take more steps. The iteration is the mean of the workers'
/// steps; before each synchronisation they tell each other how many they have taken, so that all of them see the same
/// end, learning rate and evaluations. In a period nobody takes more steps than are left, so that the mean never passes
/// the end; a period's mean is a step at least, so that it is reached.
void train_by_time(Worker& worker, Trainee& trainee, double seconds, std::uint64_t iterations, Observer& observer) {
  std::uint64_t batch = 0;
  std::uint64_t iteration = 0;
  while (iteration < iterations) {
    const double end = worker.now() + seconds;
    std::uint64_t at = iteration;
    do {
      trainee.steps(++batch, ++at);
    } while (worker.now() < end && at < iterations);
    const std::uint64_t before = iteration;
    const std::uint64_t steps = sum_over_workers(worker, tags::progress, batch);
    iteration = steps / static_cast<std::uint64_t>(worker.size());
    trainee.synchronise(iteration);
    observer.passed(worker, iteration);
    if (observer.is_due(before, iteration, iterations)) {
      observer.report(worker, iteration, trainee.model(), trainee.buffers());
    }
  }
}

}  // namespace

LearnedModel train(Worker& worker, const Problem& problem, const Algorithm& algorithm, const TrainingSettings& settings,
                   Observer& observer) {
  Trainee trainee(worker, problem, algorithm, settings);
  observer.report(worker, 0, trainee.model(), trainee.buffers());
  const Period& period = algorithm.period();
  if (const auto seconds = period.seconds()) {
    train_by_time(worker, trainee, *seconds, settings.iterations, observer);
  } else {
    train_by_steps(worker, trainee, period, settings.iterations, observer);
  }
  const auto model = trainee.model();
  const auto buffers = trainee.buffers();
  return {{model.begin(), model.end()}, {buffers.begin(), buffers.end()}};
}

}  // namespace lowband
