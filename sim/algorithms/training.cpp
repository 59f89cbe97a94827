#include "sim/algorithms/training.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "sim/algorithms/local_model.hpp"
#include "sim/algorithms/outer/outer_step.hpp"
#include "sim/base/error.hpp"

namespace lowband {

namespace {

/// One worker in training: its model, its side of the exchange, and an outer optimiser if there is one.
class Trainee {
 public:
  Trainee(Worker& worker, const Problem& problem, const Algorithm& algorithm, const TrainingSettings& settings)
      : worker_(worker),
        problem_(problem),
        settings_(settings),
        local_(problem.initial(), settings, algorithm.optimizer_state()),
        synchroniser_(algorithm.synchroniser(worker.rank(), local_.exchanged(),
                                             local_.exchanged_layout(problem.model().layout()))),
        step_flops_(problem.gradient_flops() + local_.step_flops()) {
    const OuterOptimizer* outer = algorithm.outer();
    if (outer != nullptr && !outer->takes_average()) outer_.emplace(*outer, problem.initial());
  }

  [[nodiscard]] std::span<const float> model() { return local_.model(); }

  /// The local step that makes `iteration`.
  void step(std::uint64_t iteration) {
    double loss = 0.0;
    worker_.compute(step_flops_, [&] {
      FloatBuffer& gradient = ProblemScratch::of_this_thread().gradient;
      gradient.resize(problem_.parameter_count());
      const Stream batch = worker_.random(Purpose::batches, static_cast<std::uint32_t>(iteration));
      loss = problem_.gradient(worker_.rank(), batch, local_.model(), gradient);
      local_.step(gradient, iteration);
    });
    if (!std::isfinite(loss)) {
      throw Diverged(fmt::format("worker {} at iteration {}: the loss is {}", worker_.rank(), iteration, loss));
    }
  }

  void synchronise(std::uint64_t iteration) {
    try {
      synchroniser_->synchronise(worker_, local_.exchanged());
    } catch (const Diverged& error) {
      throw Diverged(fmt::format("worker {} at iteration {}: {}", worker_.rank(), iteration, error.what()));
    }
    if (outer_) {
      worker_.compute(outer_->flops(), [&] {
        outer_->take(local_.model(), settings_.learning_rate_of(iteration));
        synchroniser_->restarted_from(local_.exchanged());
      });
    }
    if (local_.is_reset_by_synchronisation()) {
      worker_.compute(0.0, [&] { local_.synchronised(); });
    }
  }

 private:
  Worker& worker_;
  const Problem& problem_;
  const TrainingSettings& settings_;
  LocalModel local_;
  std::unique_ptr<Synchroniser> synchroniser_;
  double step_flops_;
  std::optional<OuterStep> outer_;
};

}  // namespace

FloatBuffer train(Worker& worker, const Problem& problem, const Algorithm& algorithm, const TrainingSettings& settings,
                  Observer& observer) {
  Trainee trainee(worker, problem, algorithm, settings);
  const std::uint64_t iterations = settings.iterations;
  std::uint64_t synchronisations = 0;
  const auto end_of_period = [&](std::uint64_t begin) {
    const std::uint64_t steps = algorithm.period().steps(begin, synchronisations);
    return steps < iterations - begin ? begin + steps : iterations;
  };

  observer.report(worker, 0, trainee.model());
  std::uint64_t next = end_of_period(0);
  for (std::uint64_t iteration = 1; iteration <= iterations; ++iteration) {
    trainee.step(iteration);
    if (iteration == next) {
      trainee.synchronise(iteration);
      ++synchronisations;
      next = end_of_period(iteration);
    }
    observer.passed(worker, iteration);
    if (observer.wants(iteration, iterations)) observer.report(worker, iteration, trainee.model());
  }
  const auto model = trainee.model();
  return {model.begin(), model.end()};
}

}  // namespace lowband
