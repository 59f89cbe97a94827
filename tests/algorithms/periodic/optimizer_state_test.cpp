// SPDX-License-Identifier: Apache-2.0
// What becomes of the optimisers' states at a synchronisation.
#include <catch2/catch.hpp>

#include "tests/algorithms/synchronised.hpp"
#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto momentum = R"({"name": "sgd", "momentum": 0.5})";
const std::vector<std::string> all_optimizers = {R"("sgd")", momentum,
                                                 R"({"name": "sgd", "momentum": 0.9, "nesterov": true})", R"("adamw")"};

std::string with_state(const std::string& state) { return R"(, "optimizer_state": ")" + state + '"'; }

TrainingSettings settings(const std::string& json, std::uint64_t iterations) {
  return {.iterations = iterations, .learning_rate = 0.1, .optimizer = optimizer(json)};
}

}  // namespace

TEST_CASE("workers that see the same are one worker, bit for bit, whatever they average", "[optimizers]") {
  // Sums of two equal floats and half of them are exact. So is a step of all, K = 1, parallel SGD with any optimiser.
  const auto two = quadratic({{4.0F, 0.3F}, {4.0F, 0.3F}}, {{0}, {1}}, 1);
  const auto one = quadratic({{4.0F, 0.3F}}, {{0}}, 1);
  for (const auto& json : all_optimizers) {
    for (const std::string state : {"local", "averaged", "reset"}) {
      for (const std::string steps : {"1", "3"}) {
        CAPTURE(json, state, steps);
        const auto pair =
            trained(two, all_reduce(steps, with_state(state)), star(2, 1e9, 1e-4), settings(json, 10), 10);
        const auto single =
            trained(one, all_reduce(steps, with_state(state)), star(1, 1e9, 1e-4), settings(json, 10), 10);
        CHECK(pair.models[0] == single.models[0]);
        CHECK(pair.models[1] == single.models[0]);
      }
    }
  }
}

TEST_CASE("averaging momenta after every step is parallel SGD with momentum", "[optimizers]") {
  // u <- 0.5 u + (1/M) sum_i g_i; x <- x - 0.1 u, written out in double.
  constexpr int workers = 4;
  const auto problem = noisy_quadratic(workers, 6, 20, 3);
  const FloatBuffer& initial = problem.problem->initial();
  std::vector<double> x(initial.begin(), initial.end());
  std::vector<double> u(x.size(), 0.0);
  for (std::uint32_t t = 1; t <= 12; ++t) {
    FloatBuffer at(x.size());
    for (std::size_t k = 0; k < x.size(); ++k) at[k] = static_cast<float>(x[k]);
    for (double& value : u) value *= 0.5;
    for (int i = 0; i < workers; ++i) {
      FloatBuffer gradient(x.size());
      problem.problem->gradient(i, Stream(1, Purpose::batches, static_cast<std::uint32_t>(i), t), at, {}, gradient);
      for (std::size_t k = 0; k < u.size(); ++k) u[k] += static_cast<double>(gradient[k]) / workers;
    }
    for (std::size_t k = 0; k < x.size(); ++k) x[k] -= 0.1 * u[k];
  }
  // Momenta that stay with the workers have the same mean, since all of it is linear.
  for (const std::string state : {"averaged", "local"}) {
    const auto run =
        trained(problem, all_reduce("1", with_state(state)), star(workers, 1e9, 1e-4), settings(momentum, 12), 12);
    for (std::size_t k = 0; k < x.size(); ++k) {
      CHECK(static_cast<double>(run.models[0][k]) == Approx(x[k]).margin(1e-5));  // some roundings of numbers below 8
    }
  }
}

TEST_CASE("a state that is averaged costs what a model costs", "[optimizers]") {
  const auto problem = noisy_quadratic(3, 6, 20, 3);  // 6, 12 and 18 coordinates all make three equal chunks
  const auto run = [&](const std::string& json, const std::string& state) {
    return trained(problem, all_reduce("4", with_state(state)), star(3, 1e9, 1e-4), settings(json, 12), 12);
  };
  const auto payload = [&](const std::string& json, const std::string& state) {
    const auto all = run(json, state).all;
    return all["bytes"][0].get<int>() - 16 * all["messages"][0].get<int>();
  };
  CHECK(payload(momentum, "local") == 3 * 4 * 2 * 4);  // 3 times 2 (M - 1) chunks of 2 floats
  CHECK(payload(momentum, "averaged") == 2 * payload(momentum, "local"));
  CHECK(payload(R"("adamw")", "averaged") == 3 * payload(R"("adamw")", "local"));
  CHECK(payload(momentum, "reset") == payload(momentum, "local"));
  // Without momentum there is nothing to average: PR-SGD, bit for bit, times and traffic too.
  CHECK(run(R"({"name": "sgd", "momentum": 0})", "averaged").all == run(R"("sgd")", "local").all);
}

TEST_CASE("a state that is reset begins anew with every period", "[optimizers]") {
  const auto problem = quadratic({{4.0F, 0.3F}}, {{0}}, 1);
  for (const auto& json : all_optimizers) {
    const auto optimizer = test::optimizer(json);
    FloatBuffer x = problem.problem->initial();
    FloatBuffer gradient(x.size());
    for (std::uint64_t period = 0; period < 3; ++period) {
      FloatBuffer state(optimizer->state_vectors() * x.size(), 0.0F);
      for (std::uint64_t number = 1; number <= 4; ++number) {
        problem.problem->gradient(0, Stream(1, Purpose::batches, 0, 1), x, {}, gradient);
        optimizer->step(x, gradient, state, {0.1, 0.0, number});
      }
    }
    const auto run = trained(problem, all_reduce("4", with_state("reset")), star(1, 1e9, 1e-4), settings(json, 12), 12);
    CHECK(run.models[0] == std::vector<float>(x.begin(), x.end()));
  }
}

TEST_CASE("momenta are averaged by gossip and in codes too", "[optimizers]") {
  const auto problem = noisy_quadratic(4, 8, 20, 3);
  const auto final_distance = [&](const std::string& json) {
    return trained(problem, json, star(4, 1e9, 1e-4), settings(momentum, 60), 60).metrics.back().gradient_norm_sq;
  };
  const std::string codec = R"(, "compression": {"name": "qsgd", "bits": 8, "bucket": 8})";
  const double exact = final_distance(all_reduce("2", with_state("averaged")));
  for (const auto& json :
       {all_reduce("2", with_state("averaged") + codec),
        R"({"name": "g", "paradigm": "gossip", "local_steps": 2)" + with_state("averaged") + "}",
        R"({"name": "g", "paradigm": "gossip", "local_steps": 2)" + with_state("averaged") + codec + "}"}) {
    CHECK(final_distance(json) < 2.0 * exact + 0.05);  // all are as near as the noise of the batches lets them
  }
}

TEST_CASE("averaged second moments of AdamW survive lossy codes", "[optimizers]") {
  const auto problem = noisy_quadratic(4, 8, 20, 3);
  const auto run = trained(
      problem, all_reduce("2", with_state("averaged") + R"(, "compression": {"name": "qsgd", "bits": 3, "bucket": 8})"),
      star(4, 1e9, 1e-4), settings(R"("adamw")", 100), 100);
  CHECK(run.all["diverged"] == "");
  CHECK(run.metrics.back().gradient_norm_sq < run.metrics.front().gradient_norm_sq);
}
