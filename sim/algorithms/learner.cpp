// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/learner.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

/// How far behind those of its batch the numbers of a step are that dropout draws. Between them is room for others.
constexpr std::uint64_t dropout_numbers = std::uint64_t{1} << 33U;

}  // namespace

Learner::Learner(int rank, const Problem& problem, const TrainingSettings& settings, StateAtSynchronisation rule,
                 bool exchanges_buffers)
    : rank_(rank),
      problem_(problem),
      settings_(settings),
      local_(problem.parameter_count(), problem.initial(), problem.initial_buffers(), settings, rule,
             exchanges_buffers),
      gradient_flops_(problem.gradient_flops()) {}

double Learner::take_step(const Worker& worker, std::uint64_t batch, std::uint64_t iteration) {
  FloatBuffer& gradient = ProblemScratch::of_this_thread().gradient;
  gradient.resize(problem_.parameter_count());
  const Stream random = worker.random(Purpose::batches, static_cast<std::uint32_t>(batch));
  Stream dropout = random;
  dropout.discard(dropout_numbers);
  const double loss = problem_.gradient(rank_, random, local_.model(), {local_.buffers(), dropout}, gradient);
  local_.step(gradient, iteration);
  return loss;
}

void Learner::fail(std::uint64_t iteration, const std::string& reason) const {
  throw Diverged(fmt::format("worker {} at iteration {}: {}", rank_, iteration, reason), iteration);
}

void Learner::steps(Worker& worker, std::uint64_t batch, std::uint64_t iteration, std::uint64_t count) {
  worker.compute_steps(step_flops(), count, [&](std::size_t i) {
    const double loss = take_step(worker, batch + i, iteration + i);
    if (!std::isfinite(loss)) fail(iteration + i, fmt::format("the loss is {}", loss));
  });
}

std::uint64_t Learner::steps_until(double end_s, Worker& worker, std::uint64_t batch, std::uint64_t iteration,
                                   std::uint64_t most) {
  std::uint64_t count = 0;
  do {
    steps(worker, batch + count, iteration + count);
    ++count;
  } while (worker.now() < end_s && count < most);
  return count;
}

void Learner::synchronised(Worker& worker) {
  if (!local_.is_reset_by_synchronisation()) return;
  worker.compute(0.0, [&] { local_.synchronised(); });
}

}  // namespace lowband
