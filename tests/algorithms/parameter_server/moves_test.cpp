// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/moves.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "tests/algorithms/observing_model.hpp"
#include "tests/algorithms/trained.hpp"
#include "tests/world/memory_world.hpp"

using namespace lowband;
using namespace lowband::test;

TEST_CASE("a client's moves: sums of steps, and the M-th part of what statistics have changed", "[server]") {
  constexpr int clients = 4;
  const auto problem = observing_problem(1, 5, 4, 2);
  const TrainingSettings settings{.iterations = 10, .batch_size = 2, .learning_rate = 0.1};
  Learner learner(0, *problem.problem, settings, StateAtSynchronisation::kept, true);
  MemoryWorld world(1, 1);
  world.run([&](Worker& worker) {
    Moves moves(learner, clients);
    CHECK(moves.statistics_flops() == 3.0 * 6.0);  // 5 means and a count
    FloatBuffer& exchanged = learner.exchanged();
    std::vector<double> expected(exchanged.size(), 0.0);
    const auto take_steps = [&](std::uint64_t first, std::uint64_t count) {
      const FloatBuffer before = exchanged;
      learner.steps(worker, first, first, count);
      for (std::size_t k = 0; k < expected.size(); ++k) {
        const double change = static_cast<double>(exchanged[k]) - static_cast<double>(before[k]);
        expected[k] += k < 5 ? change : change / clients;
      }
    };
    const auto check_taken = [&] {
      FloatBuffer first(4);
      FloatBuffer second(7);
      worker.compute(0.0, [&] {
        moves.add_statistics();
        moves.take({0, 4}, first);
        moves.take({4, 7}, second);
      });
      for (std::size_t k = 0; k < expected.size(); ++k) {
        const float found = k < 4 ? first[k] : second[k - 4];
        CHECK(static_cast<double>(found) == Approx(expected[k]).margin(1e-6));
        expected[k] = 0.0;
      }
    };
    take_steps(1, 2);
    worker.compute(0.0, [&] {  // it goes on from another model: nothing that has moved is lost, and nothing is added
      moves.add_statistics();
      for (float& value : exchanged) value += 3.0F;
      moves.restarted();
    });
    take_steps(3, 1);
    check_taken();
    check_taken();  // nothing is left
    take_steps(4, 1);
    check_taken();
  });
}

TEST_CASE("moves without a direction cannot be added up", "[server]") {
  const auto problem = noisy_quadratic(1, 3, 4, 1);
  TrainingSettings settings{.iterations = 10};
  settings.optimizer = optimizer(R"("adamw")");
  Learner learner(0, *problem.problem, settings, StateAtSynchronisation::kept, false);
  CHECK_THROWS_AS(Moves(learner, 2), std::logic_error);
}
