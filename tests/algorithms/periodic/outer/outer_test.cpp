// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <vector>

#include "sim/algorithms/optimizers/sgd.hpp"
#include "sim/algorithms/periodic/outer/outer_step.hpp"
#include "sim/algorithms/periodic/outer/slowmo.hpp"
#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

using Vector = std::vector<float>;

std::string with_outer(const std::string& json) { return R"(, "outer": )" + json; }

std::string slowmo(double momentum, double learning_rate) {
  return with_outer(Json({{"name", "slowmo"}, {"momentum", momentum}, {"learning_rate", learning_rate}}).dump());
}

/// The gradient that worker `rank` takes its step `iteration` with.
FloatBuffer gradient(const OwningProblem& problem, int rank, std::uint32_t iteration, const FloatBuffer& x) {
  FloatBuffer found(x.size());
  problem.problem->gradient(rank, Stream(1, Purpose::batches, static_cast<std::uint32_t>(rank), iteration), x, {},
                            found);
  return found;
}

}  // namespace

TEST_CASE("SlowMo by hand, under a schedule", "[outer]") {
  // beta = 0.5, alpha = 0.5; averages 2 and 1 from x_0 = 4; gamma = 1, then 0.5.
  // u = (4 - 2) / 1 = 2, x_0 = 4 - 0.5 * 1 * 2 = 3;  u = 0.5 * 2 + (3 - 1) / 0.5 = 5, x_0 = 3 - 0.5 * 0.5 * 5 = 1.75.
  const SlowMo optimizer(0.5, 0.5);
  OuterStep outer(optimizer, {4.0F});
  Vector x = {2.0F};
  outer.take(x, 1.0);
  CHECK(x[0] == 3.0F);
  x = {1.0F};
  outer.take(x, 0.5);
  CHECK(x[0] == 1.75F);
  CHECK(outer.flops(1) == 5.0);  // a difference, two for v, two for x
}

TEST_CASE("a rate of zero takes nothing from SlowMo's momentum but its share", "[outer]") {
  const SlowMo optimizer(0.5, 1.0);
  OuterStep outer(optimizer, {4.0F});
  Vector x = {2.0F};
  outer.take(x, 1.0);  // v = 2, x_0 = 2
  outer.take(x, 0.0);  // nothing moved, and gamma u = 0
  CHECK(x[0] == 2.0F);
  x = {1.0F};
  outer.take(x, 1.0);  // v = 0.5 * 0 + (2 - 1)
  CHECK(x[0] == 1.0F);
}

TEST_CASE("DiLoCo's outer step is PyTorch's SGD with Nesterov's momentum", "[outer]") {
  // "outer nesterov" of tests/reference/torch_optim.py, torch 1.13: rate 0.7, momentum 0.9. There the gradients are
  // given; here averages, which are what workers have moved by them.
  const auto nesterov = outer_optimizers().read(Json("nesterov"), Place("test"));
  Vector x = {1.0F, -0.5F, 0.25F};
  OuterStep outer(*nesterov, FloatBuffer(x.begin(), x.end()));
  const std::vector<Vector> gradients = {{0.3F, -0.1F, 0.2F}, {0.1F, 0.4F, -0.2F}, {-0.2F, 0.05F, 1e-3F}};
  const std::vector<Vector> expected = {{0.601000011F, -0.367000014F, -0.0159999914F},
                                        {0.297900021F, -0.842299998F, 0.136600018F},
                                        {0.354110032F, -1.08457005F, 0.146610022F}};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k) x[k] -= gradients[i][k];
    outer.take(x, 0.1);
    for (std::size_t k = 0; k < 3; ++k) {
      CHECK(static_cast<double>(x[k]) == Approx(static_cast<double>(expected[i][k])).margin(1e-6));
    }
  }
}

TEST_CASE("SlowMo without momentum at rate 1 is local SGD, and no outer optimiser at all", "[outer]") {
  const auto problem = noisy_quadratic(4, 11, 20, 3);
  const auto run = [&](const std::string& more) {
    return trained(problem, all_reduce("3", more), star(4, 1e6, 1e-3), {.iterations = 20}, 4).all;
  };
  CHECK(run(slowmo(0.0, 1.0)) == run(""));
  CHECK(run(with_outer(R"("none")")) == run(""));
  CHECK(run(slowmo(0.5, 1.0)) != run(""));
}

TEST_CASE("SlowMo at rate 1 is BMUF bit for bit", "[outer]") {
  // BMUF as Chen & Huo write it: G = average - W; D <- eta D + G; W <- W + D. Products with 0.5 are exact.
  const auto problem = noisy_quadratic(2, 11, 20, 3);
  constexpr float eta = 0.5F;
  FloatBuffer w = problem.problem->initial();
  Vector block_momentum(w.size(), 0.0F);
  for (std::uint32_t period = 0; period < 5; ++period) {
    std::vector<FloatBuffer> models(2, w);
    for (int rank = 0; rank < 2; ++rank) {
      auto& x = models[static_cast<std::size_t>(rank)];
      for (std::uint32_t step = 1; step <= 3; ++step) {
        FloatBuffer g = gradient(problem, rank, 3 * period + step, x);
        Sgd().step(x, g, {}, {.learning_rate = 0.1});
      }
    }
    for (std::size_t k = 0; k < w.size(); ++k) {
      const float average = 0.5F * (models[0][k] + models[1][k]);
      block_momentum[k] = eta * block_momentum[k] + (average - w[k]);
      w[k] += block_momentum[k];
    }
  }
  const auto run = trained(problem, all_reduce("3", slowmo(0.5, 1.0)), star(2, 1e9, 1e-4), {.iterations = 15}, 15);
  CHECK(run.models[0] == Vector(w.begin(), w.end()));
  CHECK(run.models[1] == run.models[0]);
}

TEST_CASE("SlowMo of one worker without momentum is Lookahead bit for bit", "[outer]") {
  // Lookahead (Zhang et al. 2019, algorithm 1): slow <- slow + alpha (fast - slow) after k fast steps from it.
  const auto problem = noisy_quadratic(1, 11, 20, 3);
  FloatBuffer slow = problem.problem->initial();
  for (std::uint32_t period = 0; period < 4; ++period) {
    FloatBuffer fast = slow;
    for (std::uint32_t step = 1; step <= 5; ++step) {
      FloatBuffer g = gradient(problem, 0, 5 * period + step, fast);
      Sgd().step(fast, g, {}, {.learning_rate = 0.1});
    }
    for (std::size_t k = 0; k < slow.size(); ++k) slow[k] += 0.5F * (fast[k] - slow[k]);
  }
  const auto run = trained(problem, all_reduce("5", slowmo(0.0, 0.5)), star(1, 1e9, 1e-4), {.iterations = 20}, 20);
  CHECK(run.models[0] == Vector(slow.begin(), slow.end()));
}

TEST_CASE("an outer optimiser costs operations, and no byte", "[outer]") {
  const auto problem = noisy_quadratic(2, 10, 20, 3);
  const auto run = [&](const std::string& more) {
    return trained(problem, all_reduce("4", more), star(2, 1e9, 1e-4, 1e3), {.iterations = 8}, 8).all;
  };
  const auto with = run(slowmo(0.5, 1.0));
  const auto without = run("");
  CHECK(with["bytes"] == without["bytes"]);
  // Two synchronisations of 5 operations for each of 10 parameters, at 1000 flop/s.
  CHECK(with["now"].get<double>() - without["now"].get<double>() == Approx(2 * 5 * 10 / 1e3));
}

TEST_CASE("compressed averages go on from the model of the outer step", "[outer]") {
  // With 16 bits the codes err by less than 1e-3 of a coordinate; had they been differences to another model than the
  // one that workers started from, it would be all of the outer steps.
  const auto problem = noisy_quadratic(4, 48, 20, 3);
  const auto run = [&](const std::string& more) {
    return trained(problem, all_reduce("3", more), star(4, 1e9, 1e-4), {.iterations = 30}, 30).models;
  };
  const std::string adagrad = R"({"name": "adagrad", "learning_rate": 0.5, "initial_accumulator": 1})";
  for (const auto& outer : {slowmo(0.5, 0.75), with_outer(R"("nesterov")"), with_outer(adagrad)}) {
    const auto exact = run(outer);
    for (const std::string quantization : {"per-hop", "shared-scale", "all-gather", "two-phase", "low-rank"}) {
      CAPTURE(outer, quantization);
      const std::string codec = R"(, "compression": {"name": "qsgd", "bits": 16, "bucket": 16})";
      const std::string direct = quantization == "two-phase" ? R"(, "collective": "direct")" : "";
      // A vector is no matrix of low rank: its difference travels as it is.
      const auto models =
          run(outer + (quantization == "low-rank" ? R"(, "compression": "low-rank")"
                                                  : R"(, "quantization": ")" + quantization + '"' + direct + codec));
      for (const auto& model : models) CHECK(model == models[0]);
      for (std::size_t k = 0; k < exact[0].size(); ++k) {
        CHECK(static_cast<double>(models[0][k]) == Approx(static_cast<double>(exact[0][k])).margin(5e-3));
      }
    }
  }
}

TEST_CASE("an outer optimiser moves the model and leaves averaged momenta alone", "[outer]") {
  const auto problem = noisy_quadratic(3, 6, 20, 3);
  const TrainingSettings settings{.iterations = 40, .optimizer = optimizer(R"({"name": "sgd", "momentum": 0.5})")};
  const auto run = trained(problem, all_reduce("4", slowmo(0.25, 1.0) + R"(, "optimizer_state": "averaged")"),
                           star(3, 1e9, 1e-4), settings, 40);
  for (const auto& model : run.models) CHECK(model == run.models[0]);
  CHECK(run.metrics.back().gradient_norm_sq < 0.05 * run.metrics.front().gradient_norm_sq);
}
