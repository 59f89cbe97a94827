#include "sim/algorithms/trainee.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

/// How far behind those of its batch the numbers of a step are that dropout draws. Between them is room for others.
constexpr std::uint64_t dropout_numbers = std::uint64_t{1} << 33U;

}  // namespace

Trainee::Trainee(Worker& worker, const Problem& problem, const Algorithm& algorithm, const TrainingSettings& settings)
    : worker_(worker),
      problem_(problem),
      settings_(settings),
      local_(problem.initial(), problem.initial_buffers(), settings, algorithm.optimizer_state(),
             algorithm.exchanges_buffers()),
      synchroniser_(
          algorithm.synchroniser(worker.rank(), local_.exchanged(), local_.exchanged_layout(problem.model()))),
      step_flops_(problem.gradient_flops() + local_.step_flops()),
      overlaps_(algorithm.overlaps()) {
  if (overlaps_) backward_flops_ = local_.backward_flops(problem.model(), problem.backward_flops());
  const OuterOptimizer* outer = algorithm.outer();
  if (outer != nullptr && !outer->takes_average()) outer_.emplace(*outer, problem.initial());
}

double Trainee::take_step(std::uint64_t batch, std::uint64_t iteration) {
  FloatBuffer& gradient = ProblemScratch::of_this_thread().gradient;
  gradient.resize(problem_.parameter_count());
  const Stream random = worker_.random(Purpose::batches, static_cast<std::uint32_t>(batch));
  Stream dropout = random;
  dropout.discard(dropout_numbers);
  const double loss = problem_.gradient(worker_.rank(), random, local_.model(), {local_.buffers(), dropout}, gradient);
  local_.step(gradient, iteration);
  return loss;
}

void Trainee::fail(std::uint64_t iteration, const std::string& reason) const {
  throw Diverged(fmt::format("worker {} at iteration {}: {}", worker_.rank(), iteration, reason), iteration);
}

void Trainee::steps(std::uint64_t batch, std::uint64_t iteration, std::uint64_t count) {
  worker_.compute_steps(step_flops_, count, [&](std::size_t i) {
    const double loss = take_step(batch + i, iteration + i);
    if (!std::isfinite(loss)) fail(iteration + i, fmt::format("the loss is {}", loss));
  });
}

void Trainee::steps_and_synchronise(std::uint64_t batch, std::uint64_t iteration, std::uint64_t count) {
  const std::uint64_t others = count - 1;
  const std::uint64_t last = iteration + others;
  if (!overlaps_) {
    steps(batch, iteration, count);
    return synchronise(last);
  }
  if (others > 0) steps(batch, iteration, others);
  const auto work = [&] {
    const double loss = take_step(batch + others, last);
    if (!std::isfinite(loss)) throw Diverged(fmt::format("the loss is {}", loss));
  };
  exchange(last, [&] {
    synchroniser_->synchronise_during(worker_, local_.exchanged(), {step_flops_, backward_flops_, work});
  });
}

void Trainee::synchronise(std::uint64_t iteration) {
  exchange(iteration, [&] { synchroniser_->synchronise(worker_, local_.exchanged()); });
}

void Trainee::exchange(std::uint64_t iteration, FunctionRef<void()> synchronise) {
  try {
    synchronise();
  } catch (const Diverged& error) {
    fail(iteration, error.what());
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
