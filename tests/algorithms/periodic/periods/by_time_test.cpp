// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sim/algorithms/optimizers/sgd.hpp"
#include "sim/algorithms/periodic/sum_over_workers.hpp"
#include "tests/algorithms/synchronised.hpp"
#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

std::string by_time(double seconds) { return Json({{"name", "by-time"}, {"seconds", seconds}}).dump(); }

}  // namespace

TEST_CASE("workers agree on the sum of what they have", "[periods]") {
  for (const int workers : {1, 2, 5}) {
    const auto found = simulated(star(workers, 1e9, 1e-4), [](Worker& worker, Json& json) {
      const auto own = (std::uint64_t{1} << 40U) + static_cast<std::uint64_t>(worker.rank());
      json = sum_over_workers(worker, worker.size(), 7, own);
    });
    const auto m = static_cast<std::uint64_t>(workers);
    for (const auto& sum : found.workers) CHECK(sum == (m << 40U) + m * (m - 1) / 2);
  }
}

TEST_CASE("with no time for more, every worker takes one step: parallel SGD bit for bit", "[periods]") {
  const auto problem = noisy_quadratic(3, 6, 20, 3);
  const auto run = [&](const std::string& local_steps) {
    return trained(problem, all_reduce(local_steps), star(3, 1e9, 1e-4), {.iterations = 10}, 4);
  };
  const auto by_steps = run("1");
  const auto timed = run(by_time(0.0));
  CHECK(timed.models == by_steps.models);
  REQUIRE(timed.metrics.size() == by_steps.metrics.size());
  for (std::size_t i = 0; i < timed.metrics.size(); ++i) {
    CHECK(timed.metrics[i].iteration == by_steps.metrics[i].iteration);
    CHECK(timed.metrics[i].train_loss == by_steps.metrics[i].train_loss);
  }
  // To agree costs M - 1 messages of 8 bytes and a header.
  CHECK(timed.all["bytes"][0].get<int>() - by_steps.all["bytes"][0].get<int>() == 10 * 2 * (8 + 16));
}

TEST_CASE("a worker of twice the speed takes twice the steps", "[periods]") {
  // Worker 0 takes t for a step and worker 1 takes 2 t; in 3.5 t they take 4 and 2 and are both ready after 4 t. That
  // is 3 in the mean: 9 iterations after 3 periods. Of the 3 that are left worker 0 takes no more than these and worker
  // 1 takes 2, which makes 23 steps of both, 11 in the mean; the last one is taken by both, which makes 12. A step: 3 d
  // operations per sample, and 2 d for SGD.
  constexpr std::size_t dimension = 6;
  const auto problem = noisy_quadratic(2, dimension, 20, 3);
  const double t = (3.0 * 3 * dimension + 2.0 * dimension) / 1e3;
  FloatBuffer x = problem.problem->initial();
  std::vector<std::uint32_t> taken(2, 0);
  for (const std::vector<std::uint32_t>& steps :
       std::vector<std::vector<std::uint32_t>>{{4, 2}, {4, 2}, {4, 2}, {3, 2}, {1, 1}}) {
    std::vector<FloatBuffer> models(2, x);
    for (std::uint32_t rank = 0; rank < 2; ++rank) {
      for (std::uint32_t step = 0; step < steps[rank]; ++step) {
        FloatBuffer gradient(dimension);
        const Stream batch(1, Purpose::batches, rank, ++taken[rank]);
        problem.problem->gradient(static_cast<int>(rank), batch, models[rank], {}, gradient);
        Sgd().step(models[rank], gradient, {}, {.learning_rate = 0.1});
      }
    }
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = 0.5F * (models[0][k] + models[1][k]);
  }
  const auto run = trained(problem, all_reduce(by_time(3.5 * t)), star(2, 1e9, 1e-6, 1e3), {.iterations = 12}, 5, 1,
                           {.slowdown = {1.0, 2.0}});
  CHECK(run.models[0] == std::vector<float>(x.begin(), x.end()));
  CHECK(run.models[1] == run.models[0]);
  // Evaluated at the first synchronisation at or after 5 and 10, and at the last.
  REQUIRE(run.metrics.size() == 4);
  CHECK(run.metrics[1].iteration == 6);
  CHECK(run.metrics[2].iteration == 11);
  CHECK(run.metrics[3].iteration == 12);
  // A step is one batch of 3 samples: 24 steps on 40 samples.
  CHECK(run.metrics[3].epoch == Approx(24 * 3 / 40.0));
}

TEST_CASE("a period that could hold all steps many times over ends with the last of them", "[periods]") {
  // Eight steps of t fit into an hour; both workers stop after them, whatever time is left.
  const auto problem = noisy_quadratic(2, 6, 20, 3);
  const auto timed = trained(problem, all_reduce(by_time(3600.0)), star(2, 1e9, 1e-6, 1e3), {.iterations = 8}, 4);
  const auto by_steps = trained(problem, all_reduce("8"), star(2, 1e9, 1e-6, 1e3), {.iterations = 8}, 4);
  CHECK(timed.models == by_steps.models);
  REQUIRE(timed.metrics.size() == 2);
  CHECK(timed.metrics[1].iteration == 8);
}

TEST_CASE("schedules, outer optimisers and averaged momenta go with periods of time", "[periods]") {
  const auto problem = noisy_quadratic(3, 6, 20, 3);
  const TrainingSettings settings{.iterations = 40,
                                  .optimizer = optimizer(R"({"name": "sgd", "momentum": 0.5})"),
                                  .schedule = schedule(R"("cosine")")};
  const auto run = trained(problem, all_reduce(by_time(0.3), R"(, "outer": "slowmo", "optimizer_state": "averaged")"),
                           star(3, 1e9, 1e-6, 1e3), settings, 10, 2, {.slowdown = {1.0, 2.5, 1.0}, .jitter = 0.3});
  for (const auto& model : run.models) CHECK(model == run.models[0]);
  CHECK(run.metrics.back().iteration == 40);
  CHECK(run.metrics.back().gradient_norm_sq < 0.1 * run.metrics.front().gradient_norm_sq);
}
