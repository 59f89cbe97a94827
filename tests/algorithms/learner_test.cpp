// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <optional>

#include "sim/algorithms/learner.hpp"
#include "tests/algorithms/trained.hpp"
#include "tests/world/memory_world.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

TrainingSettings training() { return {.iterations = 10, .batch_size = 3, .learning_rate = 0.1}; }

/// Runs `program` on the one worker of a world in memory.
void alone(const OwningProblem& problem, const TrainingSettings& settings,
           const std::function<void(Worker&, Learner&)>& program) {
  MemoryWorld world(1, 1);
  Learner learner(0, *problem.problem, settings, StateAtSynchronisation::kept, false);
  world.run([&](Worker& worker) { program(worker, learner); });
}

}  // namespace

TEST_CASE("a learner adds up what its steps move, to what they have made of the model", "[learner]") {
  const auto problem = noisy_quadratic(1, 6, 20, 3);
  const auto settings = training();
  alone(problem, settings, [&](Worker& worker, Learner& learner) {
    const auto& initial = problem.problem->initial();
    FloatBuffer moved(initial.size(), 0.0F);
    learner.add_moves_to(moved);
    learner.steps(worker, 1, 1, 5);
    for (std::size_t k = 0; k < moved.size(); ++k) {
      // The difference has roundings of models up to 8, five of them.
      CHECK(static_cast<double>(moved[k]) ==
            Approx(static_cast<double>(learner.model()[k]) - static_cast<double>(initial[k])).margin(5e-6));
    }
    // 3 d operations per sample for the gradient, 2 d for the step, and 2 d for the sum.
    CHECK(learner.step_flops() == (3.0 * 3.0 + 2.0 + 2.0) * 6.0);
  });
}

TEST_CASE("a learner that stays near an anchor tells the problem's own loss", "[learner]") {
  const auto problem = noisy_quadratic(1, 6, 20, 3);
  const auto settings = training();
  std::optional<double> with;
  std::optional<double> without;
  const FloatBuffer anchor(6, 10.0F);
  alone(problem, settings, [&](Worker& worker, Learner& learner) {
    worker.compute(0.0, [&] { without = learner.take_step(worker, 1, 1); });
  });
  alone(problem, settings, [&](Worker& worker, Learner& learner) {
    learner.stay_near(anchor, 2.0);
    const auto& initial = problem.problem->initial();
    FloatBuffer gradient(initial.size());
    problem.problem->gradient(0, worker.random(Purpose::batches, 1), initial, {}, gradient);
    worker.compute(0.0, [&] { with = learner.take_step(worker, 1, 1); });
    for (std::size_t k = 0; k < initial.size(); ++k) {
      const double pulled = static_cast<double>(gradient[k]) + 2.0 * (static_cast<double>(initial[k]) - 10.0);
      CHECK(static_cast<double>(learner.model()[k]) ==
            Approx(static_cast<double>(initial[k]) - 0.1 * pulled).margin(1e-5));
    }
  });
  CHECK(with == without);
}
