#include "sim/algorithms/trainee.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/error.hpp"

namespace lowband {

Trainee::Trainee(Worker& worker, const Problem& problem, const Algorithm& algorithm, const TrainingSettings& settings)
    : worker_(worker),
      problem_(problem),
      settings_(settings),
      local_(problem.initial(), settings, algorithm.optimizer_state()),
      synchroniser_(
          algorithm.synchroniser(worker.rank(), local_.exchanged(), local_.exchanged_layout(problem.model().layout()))),
      step_flops_(problem.gradient_flops() + local_.step_flops()) {
  const OuterOptimizer* outer = algorithm.outer();
  if (outer != nullptr && !outer->takes_average()) outer_.emplace(*outer, problem.initial());
}

void Trainee::step(std::uint64_t batch, std::uint64_t iteration) {
  double loss = 0.0;
  worker_.compute(step_flops_, [&] {
    FloatBuffer& gradient = ProblemScratch::of_this_thread().gradient;
    gradient.resize(problem_.parameter_count());
    const Stream random = worker_.random(Purpose::batches, static_cast<std::uint32_t>(batch));
    loss = problem_.gradient(worker_.rank(), random, local_.model(), gradient);
    local_.step(gradient, iteration);
  });
  if (!std::isfinite(loss)) {
    throw Diverged(fmt::format("worker {} at iteration {}: the loss is {}", worker_.rank(), iteration, loss));
  }
}

void Trainee::synchronise(std::uint64_t iteration) {
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

}  // namespace lowband
