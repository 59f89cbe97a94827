#include "sim/algorithms/reporter.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "tests/checked_child.hpp"
#include "tests/algorithms/problems.hpp"
#include "tests/simulated.hpp"
#include "tests/world/memory_world.hpp"

using namespace lowband;
using namespace lowband::test;

TEST_CASE("the reporter evaluates the mean of the models when the last worker reports", "[algorithms]") {
  // Models (0, 0) and (2, 4): mean (1, 2), each at squared distance 1 + 4 from it. Samples (1, 0) and (3, 2):
  // squared distances to the mean 0 + 4 and 4 + 0, so the loss is 1/2 (4 + 4) / 2 = 2; gradient (1, 2) - (2, 1).
  const auto problem = quadratic({{1.0F, 0.0F}, {3.0F, 2.0F}}, {{0}, {1}}, 1);
  const Json json = Json::parse(run_in_checked_child([&] {
    TaskPool pool(2);
    Simulation simulation(star(2, 1e6, 0.0), {}, 1, pool);
    Reporter reporter(*problem.problem, {10, 0, 0}, 0.0, 2, pool, simulation);
    simulation.run([&](Worker& worker) {
      worker.compute(worker.rank() == 0 ? 1e9 : 3e9, [] {});
      if (worker.rank() == 0) worker.send(1, 1, Message::without_content(107, 0));  // and 16 bytes of header
      const FloatBuffer model = worker.rank() == 0 ? FloatBuffer{0.0F, 0.0F} : FloatBuffer{2.0F, 4.0F};
      reporter.report(worker, 20, model, {});
    });
    const auto& row = reporter.metrics().at(0);
    return Json({row.train_loss, row.test_loss, row.consensus_distance, row.gradient_norm_sq, row.sim_time_s,
                 row.bytes_sent, row.iteration, std::isnan(row.test_accuracy), reporter.metrics().size()})
        .dump();
  }));
  CHECK(json[0].get<double>() == Approx(2.0));
  CHECK(json[1].get<double>() == Approx(2.0));
  CHECK(json[2].get<double>() == Approx(5.0));
  CHECK(json[3].get<double>() == Approx(2.0));
  CHECK(json[4].get<double>() == Approx(3.0));
  CHECK(json[5] == 123);
  CHECK(json[6] == 20);
  CHECK(json[7] == true);  // a quadratic has no accuracy
  CHECK(json[8] == 1);
}

TEST_CASE("the first synchronisation at or after each multiple is evaluated, and the last one", "[algorithms]") {
  const auto problem = quadratic({{1.0F, 0.0F}}, {{0}}, 1);
  TaskPool pool(1);
  const MemoryWorld world(1, 1);
  const Reporter reporter(*problem.problem, {20, 0, 0}, 0.0, 1, pool, world);
  // Synchronisations at 8, 16, 24, ...: the first at or after 20 is 24, after 40 it is 40 itself, after 60 it is 64.
  std::vector<std::uint64_t> evaluated;
  for (std::uint64_t at = 8; at <= 72; at += 8) {
    if (reporter.is_due(at - 8, at, 72)) evaluated.push_back(at);
  }
  CHECK(evaluated == std::vector<std::uint64_t>{24, 40, 64, 72});
  CHECK(reporter.is_due(0, 50, 50));    // one period alone
  CHECK(reporter.is_due(0, 500, 900));  // that passes many multiples is evaluated once
}

TEST_CASE("a worker may be ahead by several evaluations", "[algorithms]") {
  const auto problem = quadratic({{1.0F, 0.0F}}, {{0}}, 1);
  const Json json = Json::parse(run_in_checked_child([&] {
    TaskPool pool(1);
    Simulation simulation(star(2, 1e6, 0.0), {}, 1, pool);
    Reporter reporter(*problem.problem, {1, 0, 0}, 0.0, 2, pool, simulation);
    simulation.run([&](Worker& worker) {
      for (std::uint64_t iteration = 0; iteration < 4; ++iteration) {
        worker.compute(worker.rank() == 0 ? 1e6 : 1e9, [] {});
        reporter.report(worker, iteration, FloatBuffer{static_cast<float>(iteration), 0.0F}, {});
      }
    });
    Json rows;
    for (const auto& row : reporter.metrics())
      rows.push_back({row.iteration, row.consensus_distance, row.gradient_norm_sq});
    return rows.dump();
  }));
  CHECK(json == Json::parse("[[0, 0.0, 1.0], [1, 0.0, 0.0], [2, 0.0, 1.0], [3, 0.0, 4.0]]"));
}
