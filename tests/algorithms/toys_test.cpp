// SPDX-License-Identifier: Apache-2.0
// Methods that are asynchronous, or have a server, run on what there is: bitwise alike for any number of threads,
// whatever the speeds and the order in which messages come, in bounded memory.
#include "tests/algorithms/toys.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <set>

#include "sim/world/forwarding_worker.hpp"
#include "tests/algorithms/in_memory.hpp"
#include "tests/peak_memory.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr int workers = 4;

TrainingSettings toy_training(std::uint64_t iterations) {
  TrainingSettings settings;
  settings.iterations = iterations;
  settings.batch_size = 2;
  settings.learning_rate = 0.1;
  return settings;
}

Prepared toy(const std::string& name, const PlatformSettings& platform) {
  return prepared(R"({"name": "t", "paradigm": ")" + name + R"("})", platform, {{"x", {3}}}, toys());
}

/// Factors of computing times between 1 and 32.
ComputeSettings random_speeds(std::uint32_t seed) {
  ComputeSettings compute;
  Stream random(3, Purpose::data, 0, seed);
  for (int i = 0; i < workers; ++i) compute.slowdown.push_back(std::exp2(5.0 * static_cast<double>(random.uniform())));
  return compute;
}

}  // namespace

namespace {

/// Checks that each toy gives the same bits with one thread and with two, at so many random speeds, and other bits at
/// other speeds: then messages come in another order.
void check_at_random_speeds(std::uint32_t speeds) {
  const auto problem = noisy_quadratic(workers, 3, 4, 2);
  auto platform = star(workers + 1, 1e6, 0.0001, 1e6);
  platform.workers = workers;
  for (const char* name : {"toy-asynchronous", "toy-server"}) {
    const Prepared ready = toy(name, platform);
    std::set<std::string> outcomes;
    for (std::uint32_t seed = 0; seed < speeds; ++seed) {
      const auto run = [&](int threads) {
        return trained(problem, ready, platform, toy_training(6), by_total_steps(3), threads, random_speeds(seed)).all;
      };
      const Json expected = run(1);
      REQUIRE(expected["metrics"].size() == 3);
      CHECK(run(2) == expected);
      outcomes.insert(expected["metrics"].dump());
    }
    CHECK(outcomes.size() > speeds * 9 / 10);
  }
}

}  // namespace

TEST_CASE("toys are bitwise alike with one thread and with two, at random speeds", "[toys]") {
  check_at_random_speeds(40);
}

TEST_CASE("the same at a thousand random speeds: takes a minute, and is asked for by name", "[.][many]") {
  check_at_random_speeds(500);
}

TEST_CASE("toys learn: all of them approach the optimum of a quadratic", "[toys]") {
  const auto problem = noisy_quadratic(workers, 3, 4, 2);
  auto platform = star(workers + 1, 1e6, 0.0001, 1e6);
  platform.workers = workers;
  for (const char* name : {"toy-asynchronous", "toy-server"}) {
    const auto metrics = trained(problem, toy(name, platform), platform, toy_training(100), by_total_steps(10)).metrics;
    REQUIRE(metrics.size() == 11);
    CHECK(metrics.back().iteration == 100);
    CHECK(metrics.back().gradient_norm_sq < 0.05 * metrics.front().gradient_norm_sq);
  }
}

TEST_CASE("a straggler a thousand times slower does not make memory grow", "[toys]") {
  // 4 x 1000 steps of 100 kB models while the straggler takes one: what it is sent, or told of, must not pile up.
  const auto peak_kB = [](const char* name, std::uint64_t iterations) {
    const auto problem = noisy_quadratic(workers, 25'000, 1, 1);
    auto platform = star(workers + 1, 1e9, 0.0, 1e9);
    platform.workers = workers;
    ComputeSettings compute;
    compute.slowdown = {1.0, 1.0, 1.0, 1000.0};
    return trained(problem,
                   prepared(R"({"name": "t", "paradigm": ")" + std::string(name) + R"("})", platform, {{"x", {25'000}}},
                            toys()),
                   platform, toy_training(iterations), by_total_steps(100'000), 1, compute)
        .peak_kB;
  };
  for (const char* name : {"toy-asynchronous", "toy-server"}) {
    const long few = peak_kB(name, 30);
    const long many = peak_kB(name, 300);
    if (peaks_tell) CHECK(many < few + 20'000);  // 90,000 kB more, if 100 kB were kept of each step
  }
}

TEST_CASE("toys run in any order of delivery", "[toys]") {
  const auto problem = noisy_quadratic(workers, 3, 4, 2);
  const auto settings = toy_training(5);
  for (const char* name : {"toy-asynchronous", "toy-server"}) {
    const Prepared ready = toy(name, star(workers, 1e6, 0.0));
    std::set<double> losses;
    for (std::uint64_t order = 0; order < 100; ++order) {
      const auto rows =
          in_memory<ForwardingWorker>(*problem.problem, ready, workers, settings, by_total_steps(5), order);
      REQUIRE(rows.size() == 2);
      CHECK(rows.back().iteration == 5);
      losses.insert(rows.back().train_loss);
    }
    CHECK(losses.size() > 50);
  }
}
