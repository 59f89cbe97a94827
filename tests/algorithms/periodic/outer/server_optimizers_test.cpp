// SPDX-License-Identifier: Apache-2.0
// The outer optimisers that servers have (FedAvgM, FedAdagrad, FedAdam), against double.
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"
#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr std::size_t size = 3;
const std::vector<std::vector<float>> gradients = {{0.3F, -0.1F, 0.2F}, {0.1F, 0.4F, -0.2F}, {-0.2F, 0.05F, 1e-3F}};

std::unique_ptr<OuterOptimizer> outer(const std::string& json) {
  return outer_optimizers().read(Json::parse(json), Place("test"));
}

/// One coordinate: its model, what the optimiser keeps of it, and a step with a gradient.
struct Coordinate {
  double x = 0.0;
  double first = 0.0;   ///< u, n or m
  double second = 0.0;  ///< v
};
using Rule = std::function<void(Coordinate&, double gradient, int number)>;

/// Three steps in float32 are those of `rule` in double: numbers up to 1, some roundings each.
void check_steps(const std::string& json, const Rule& rule, double first = 0.0) {
  INFO(json);
  const auto optimizer = outer(json);
  FloatBuffer x = {1.0F, -0.5F, 0.25F};
  FloatBuffer state(optimizer->state_vectors() * size, 0.0F);
  std::vector<Coordinate> expected;
  for (const float value : x) expected.push_back({static_cast<double>(value), first});
  for (int number = 1; number <= 3; ++number) {
    FloatBuffer gradient(size);
    for (std::size_t k = 0; k < size; ++k) {
      gradient[k] = gradients[static_cast<std::size_t>(number - 1)][k];
      rule(expected[k], static_cast<double>(gradient[k]), number);
    }
    optimizer->step(x, gradient, state, {.number = static_cast<std::uint64_t>(number)});
    for (std::size_t k = 0; k < size; ++k) {
      CAPTURE(number, k);
      CHECK(static_cast<double>(x[k]) == Approx(expected[k].x).margin(5e-7).epsilon(0));
    }
  }
}

}  // namespace

TEST_CASE("outer sgd: x <- x - rate D, with momentum, or Nesterov's", "[outer]") {
  check_steps(R"({"name": "sgd", "learning_rate": 0.5})", [](Coordinate& at, double g, int) { at.x -= 0.5 * g; });
  check_steps(R"({"name": "sgd", "learning_rate": 0.5, "momentum": 0.9})", [](Coordinate& at, double g, int) {
    at.first = 0.9 * at.first + g;
    at.x -= 0.5 * at.first;
  });
  check_steps(R"({"name": "sgd", "learning_rate": 0.5, "momentum": 0.9, "nesterov": true})",
              [](Coordinate& at, double g, int) {
                at.first = 0.9 * at.first + g;
                at.x -= 0.5 * (g + 0.9 * at.first);
              });
}

TEST_CASE("outer sgd by default is the average itself; nesterov is sgd with DiLoCo's numbers", "[outer]") {
  CHECK(outer(R"("sgd")")->takes_average());
  CHECK_FALSE(outer(R"({"name": "sgd", "learning_rate": 0.5})")->takes_average());
  CHECK_FALSE(outer(R"({"name": "sgd", "momentum": 0.5})")->takes_average());
  const auto problem = noisy_quadratic(4, 11, 20, 3);
  const auto run = [&](const std::string& json) {
    return trained(problem, all_reduce("3", R"(, "outer": )" + json), star(4, 1e6, 1e-3), {.iterations = 20}, 4).all;
  };
  CHECK(run(R"("sgd")") == run(R"("none")"));
  CHECK(run(R"({"name": "sgd", "learning_rate": 0.7, "momentum": 0.9, "nesterov": true})") == run(R"("nesterov")"));
}

TEST_CASE("outer adagrad: n <- n + D^2, x <- x - rate D / (sqrt(n) + eps)", "[outer]") {
  check_steps(R"({"name": "adagrad", "learning_rate": 0.25})", [](Coordinate& at, double g, int) {
    at.first += g * g;
    at.x -= 0.25 * g / (std::sqrt(at.first) + 1e-10);
  });
  check_steps(R"({"name": "adagrad", "learning_rate": 0.25, "eps": 0.1, "initial_accumulator": 0.5})",
              [](Coordinate& at, double g, int) {
                at.first += g * g;
                at.x -= 0.25 * g / (std::sqrt(at.first) + 0.1);
              },
              0.5);
}

TEST_CASE("outer adam: running averages, with their bias corrected or not", "[outer]") {
  check_steps(R"({"name": "adam", "learning_rate": 0.25, "betas": [0.8, 0.95], "eps": 1e-3})",
              [](Coordinate& at, double g, int number) {
                at.first = 0.8 * at.first + 0.2 * g;
                at.second = 0.95 * at.second + 0.05 * g * g;
                const double m = at.first / (1.0 - std::pow(0.8, number));
                const double v = at.second / (1.0 - std::pow(0.95, number));
                at.x -= 0.25 * m / (std::sqrt(v) + 1e-3);
              });
  check_steps(R"({"name": "adam", "learning_rate": 0.25, "betas": [0.8, 0.95], "eps": 1e-3, "bias_correction": false})",
              [](Coordinate& at, double g, int) {
                at.first = 0.8 * at.first + 0.2 * g;
                at.second = 0.95 * at.second + 0.05 * g * g;
                at.x -= 0.25 * at.first / (std::sqrt(at.second) + 1e-3);
              });
}

TEST_CASE("what never moves stays where it is, with a sum of squares of 0", "[outer]") {
  for (const std::string json : {R"("adagrad")", R"("adam")"}) {
    const auto optimizer = outer(json);
    FloatBuffer x = {1.0F};
    FloatBuffer gradient = {0.0F};
    FloatBuffer state(optimizer->state_vectors(), 0.0F);
    optimizer->step(x, gradient, state, {});
    CHECK(x[0] == 1.0F);
  }
}

TEST_CASE("a worker alone with K = 1 and outer adagrad is Adagrad on its steps", "[outer]") {
  // What a step moves is D = 0.1 g; the steps are 0.25 D / sqrt(n), whatever the factor of all D.
  const auto problem = noisy_quadratic(1, 11, 20, 3);
  FloatBuffer x = problem.problem->initial();
  std::vector<double> model(x.begin(), x.end());
  std::vector<double> n(x.size(), 0.0);
  for (std::uint32_t step = 1; step <= 8; ++step) {
    FloatBuffer g(x.size());
    problem.problem->gradient(0, Stream(1, Purpose::batches, 0, step), x, {}, g);
    for (std::size_t k = 0; k < x.size(); ++k) {
      const auto each = static_cast<double>(g[k]);
      n[k] += each * each;
      model[k] -= 0.25 * each / std::sqrt(n[k]);
      x[k] = static_cast<float>(model[k]);
    }
  }
  const auto run = trained(problem, all_reduce("1", R"(, "outer": {"name": "adagrad", "learning_rate": 0.25})"),
                           star(1, 1e9, 1e-4), {.iterations = 8}, 8);
  for (std::size_t k = 0; k < x.size(); ++k) {
    // A difference of models up to some units, rounded to 2e-7, is that of 0.1 g, and the steps go by its ratio.
    CHECK(static_cast<double>(run.models[0][k]) == Approx(model[k]).margin(1e-4));
  }
}

TEST_CASE("what outer optimisers compute, per parameter", "[outer]") {
  const auto flops = [](const std::string& json) { return outer(json)->flops_per_parameter(); };
  CHECK(flops(R"("sgd")") == 2);
  CHECK(flops(R"({"name": "sgd", "momentum": 0.9})") == 4);
  CHECK(flops(R"({"name": "sgd", "momentum": 0.9, "nesterov": true})") == flops(R"("nesterov")"));
  CHECK(flops(R"("adagrad")") == 7);
  CHECK(flops(R"("adam")") == 13);
  CHECK(flops(R"({"name": "adam", "bias_correction": false})") == 12);
}

TEST_CASE("outer optimisers refuse what they cannot do", "[outer]") {
  const auto refused = [](const std::string& json, const std::string& message) {
    INFO(json);
    CHECK_THROWS_WITH(prepared(all_reduce("1", R"(, "outer": )" + json), 2),
                      Catch::StartsWith("test: /outer" + message));
  };
  refused(R"("lion")", ": expected the name of an outer optimizer");
  refused(R"({"name": "sgd", "learning_rate": 0})", "/learning_rate: expected a number above 0");
  refused(R"({"name": "sgd", "momentum": 1.5})", "/momentum: expected a number from 0 to 1");
  refused(R"({"name": "sgd", "nesterov": true})", "/nesterov: Nesterov's momentum needs a momentum above 0");
  refused(R"({"name": "sgd", "eps": 1e-3})", "/eps: unknown key");
  refused(R"({"name": "adagrad", "learning_rate": -1})", "/learning_rate: expected a number above 0");
  refused(R"({"name": "adagrad", "eps": 0})", "/eps: expected a number at least 1e-30");
  refused(R"({"name": "adagrad", "initial_accumulator": -1})", "/initial_accumulator: expected a number at least 0");
  refused(R"({"name": "adam", "learning_rate": 0})", "/learning_rate: expected a number above 0");
  refused(R"({"name": "adam", "betas": [0.9]})", "/betas: expected two numbers from 0 to below 1");
  refused(R"({"name": "adam", "betas": [0.9, 1]})", "/betas/1: expected a number from 0 to below 1");
  refused(R"({"name": "adam", "bias_correction": 1})", "/bias_correction: expected true or false");
}
