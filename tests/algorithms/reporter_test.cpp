// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/reporter.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "tests/algorithms/problems.hpp"
#include "tests/checked_child.hpp"
#include "tests/simulated.hpp"
#include "tests/world/memory_world.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

ReporterSettings every(int steps, std::uint64_t iterations) {
  ReporterSettings settings;
  settings.evaluation = {steps, 0, 0};
  settings.iterations = iterations;
  return settings;
}

/// What workers of a simulation have evaluated: rows of iteration, time, training loss.
struct Reported {
  Json rows;
  double now = 0.0;
};

/// Worker r takes a step each (r + 1) seconds and goes on until the run is over; after s steps its model is (s, 0). The
/// samples are (0, 0), so that the loss of a mean model (m, 0) is m^2 / 2.
Reported by_clock(const ReporterSettings& settings, int workers) {
  const auto problem =
      quadratic({{0.0F, 0.0F}}, std::vector<std::vector<std::uint32_t>>(static_cast<std::size_t>(workers), {0}), 1);
  const Json json = Json::parse(run_in_checked_child([&] {
    TaskPool pool(2);
    Simulation simulation(star(workers, 1e6, 0.0), {}, 1, pool);
    Reporter reporter(*problem.problem, settings, workers, pool, simulation);
    simulation.run([&](Worker& worker) {
      for (std::uint64_t steps = 0; steps < 1000; ++steps) {
        reporter.reached(worker, steps, FloatBuffer{static_cast<float>(steps), 0.0F}, {});
        worker.compute(1e9 * (worker.rank() + 1), [] {});
      }
    });
    Json rows = Json::array();
    for (const auto& row : reporter.metrics()) rows.push_back({row.iteration, row.sim_time_s, row.train_loss});
    return Json({rows, simulation.now()}).dump();
  }));
  return {json[0], json[1].get<double>()};
}

}  // namespace

TEST_CASE("by total steps, all workers' steps count, and the run is over when they have taken all", "[algorithms]") {
  // Worker 0 has taken 1, 2, 3, ... steps at 1, 2, 3, ... s, worker 1 at 2, 4, 6, ... s. Together 4 (2 each, in the
  // mean) are reached with the first that reports at 3 s: (3, 1), mean 2, loss 2; 8 at 6 s, where worker 0 has 6 and
  // worker 1 2 or 3, as either may report first: 8 with worker 0's; 10, the end, at 7 s: (7, 3), mean 5.
  auto settings = every(2, 5);
  settings.clock = EvaluationClock::total_steps;
  const auto reported = by_clock(settings, 2);
  REQUIRE(reported.rows.size() == 4);
  CHECK(reported.rows[0] == Json({0, 0.0, 0.0}));
  CHECK(reported.rows[1] == Json({2, 3.0, 2.0}));
  CHECK(reported.rows[2][0] == 4);
  CHECK(reported.rows[2][1] == 6.0);
  CHECK(reported.rows[3] == Json({5, 7.0, 12.5}));
  CHECK(reported.now == 7.0);
}

TEST_CASE("by seconds, the first report at or after each multiple is evaluated", "[algorithms]") {
  // Every 2.5 s: at 3 s worker 0 reports its third step, worker 1 has one: mean 2. At 5 s (5, 2): mean 3.5, 7 steps. At
  // 8 s, first after 7.5 s, either may report first. The end, 12 steps, is at 8 s.
  auto settings = every(1, 6);
  settings.clock = EvaluationClock::seconds;
  settings.every_s = 2.5;
  const auto reported = by_clock(settings, 2);
  REQUIRE(reported.rows.size() >= 4);
  CHECK(reported.rows[1] == Json({2, 3.0, 2.0}));
  CHECK(reported.rows[2] == Json({3, 5.0, 6.125}));
  CHECK(reported.rows[3][1] == 8.0);
  CHECK(reported.now == 8.0);
}

TEST_CASE("a run stops at the instant at which the target has been held", "[algorithms]") {
  // One worker: losses 0, 0.5, 2, 4.5, ... Below 1 at the evaluations 0 and 1; hold 2 is complete at 1 s.
  auto settings = every(1, 100);
  settings.clock = EvaluationClock::total_steps;
  settings.stop_at.add(metric_named("loss"), 1.0);
  settings.stop_at.of = TargetOf::mean_model;
  CHECK(by_clock(settings, 1).now == 1.0);
  settings.stop_at.hold = 3;  // never
  CHECK(by_clock(settings, 1).now == 100.0);
}

TEST_CASE("each evaluation is told of when it is there", "[algorithms]") {
  const auto problem = quadratic({{0.0F, 0.0F}}, {{0}}, 1);
  TaskPool pool(1);
  MemoryWorld world(1, 1);
  Reporter reporter(*problem.problem, every(5, 12), 1, pool, world);
  std::vector<std::uint64_t> told;
  reporter.on_evaluation([&] { told.push_back(reporter.metrics().back().iteration); });
  world.run([&](Worker& worker) {
    for (std::uint64_t steps = 0; steps <= 12; ++steps) reporter.reached(worker, steps, FloatBuffer{0.0F, 0.0F}, {});
  });
  CHECK(told == std::vector<std::uint64_t>{0, 5, 10, 12});
}

TEST_CASE("by iterations, workers may go on for some synchronisations after the stop", "[algorithms]") {
  const auto problem = quadratic({{0.0F, 0.0F}}, {{0}}, 1);
  TaskPool pool(1);
  MemoryWorld world(2, 1);
  auto settings = every(5, 1000);
  settings.stop_at.add(metric_named("loss"), 1.0);  // is met from the beginning: held twice at 5
  settings.stop_at.of = TargetOf::mean_model;
  Reporter reporter(*problem.problem, settings, 2, pool, world);
  int stops = 0;
  reporter.on_stop(3, [&] { ++stops; });
  std::vector<std::uint64_t> last(2);
  world.run([&](Worker& worker) {
    std::uint64_t& steps = last[static_cast<std::size_t>(worker.rank())];
    for (;; ++steps) {
      reporter.reached(worker, steps, FloatBuffer{0.0F, 0.0F}, {});
      if (reporter.has_stopped(worker.rank())) return;
      // In step, as neighbours are.
      worker.send(1 - worker.rank(), 1, Message::without_content(0, 0));
      static_cast<void>(worker.receive(1 - worker.rank(), 1));
    }
  });
  CHECK(stops == 1);
  CHECK(last == std::vector<std::uint64_t>{8, 8});
  CHECK(reporter.metrics().size() == 2);
}

TEST_CASE("the server's model is evaluated in place of the mean", "[algorithms]") {
  const auto problem = quadratic({{0.0F, 0.0F}}, {{0}}, 1);
  TaskPool pool(1);
  MemoryWorld world(1, 1, 1);
  auto settings = every(1, 1);
  settings.clock = EvaluationClock::total_steps;
  Reporter reporter(*problem.problem, settings, 1, pool, world);
  world.run([&](Worker& worker) {
    if (worker.rank() == 1) {
      reporter.serves(worker, 1, FloatBuffer{4.0F});
      reporter.serves(worker, 0, FloatBuffer{3.0F});
      worker.send(0, 1, Message::without_content(0, 0));
      return;
    }
    static_cast<void>(worker.receive(1, 1));
    reporter.reached(worker, 0, FloatBuffer{1.0F, 0.0F}, {});
    reporter.reached(worker, 1, FloatBuffer{2.0F, 0.0F}, {});
  });
  REQUIRE(reporter.metrics().size() == 2);
  CHECK(reporter.metrics()[0].train_loss == 12.5);
  CHECK(reporter.metrics()[1].workers_test_loss == Approx(2.0));
}

TEST_CASE("by iterations, an evaluation waits for the model that servers have of it", "[algorithms]") {
  // After iteration t server 1 has t, server 2, when all others have told all, 10 t: (t, 10 t), loss 101 t^2 / 2. At
  // first, the worker's (2, 0) is everybody's.
  const auto problem = quadratic({{0.0F, 0.0F}}, {{0}}, 1);
  for (const std::uint64_t order : {1U, 2U, 3U}) {
    TaskPool pool(1);
    MemoryWorld world(1, order, 2);
    auto settings = every(1, 3);
    settings.servers = 2;
    Reporter reporter(*problem.problem, settings, 1, pool, world);
    std::vector<std::pair<int, std::uint64_t>> reported;
    reporter.on_report([&](int rank, std::uint64_t iteration) { reported.emplace_back(rank, iteration); });
    world.run([&](Worker& worker) {
      const int rank = worker.rank();
      if (rank == 2) {
        for (const int other : {0, 1}) static_cast<void>(worker.receive(other, 1));
      }
      for (std::uint64_t iteration = 0; iteration <= 3; ++iteration) {
        const float value = (rank == 2 ? 10.0F : 1.0F) * static_cast<float>(iteration);
        if (rank == 0) reporter.reached(worker, iteration, FloatBuffer{2.0F, 0.0F}, {});
        if (rank > 0) reporter.serves(worker, rank == 1 ? 0 : 1, FloatBuffer{value}, iteration);
      }
      worker.send(rank == 2 ? 0 : 2, 1, Message::without_content(0, 0));
      if (rank == 0) static_cast<void>(worker.receive(2, 1));
    });
    REQUIRE(reporter.metrics().size() == 4);
    CHECK(reporter.metrics()[0].train_loss == 2.0);
    for (std::uint64_t t = 1; t <= 3; ++t) {
      CHECK(reporter.metrics()[t].iteration == t);
      CHECK(reporter.metrics()[t].train_loss == 50.5 * static_cast<double>(t * t));
    }
    CHECK(reported.size() == 4 + 4 + 4);  // servers tell of iteration 0, too, though no evaluation waits for that
  }
}

TEST_CASE("the reporter evaluates the mean of the models when the last worker reports", "[algorithms]") {
  // Models (0, 0) and (2, 4): mean (1, 2), each at squared distance 1 + 4 from it. Samples (1, 0) and (3, 2):
  // squared distances to the mean 0 + 4 and 4 + 0, so the loss is 1/2 (4 + 4) / 2 = 2; gradient (1, 2) - (2, 1).
  const auto problem = quadratic({{1.0F, 0.0F}, {3.0F, 2.0F}}, {{0}, {1}}, 1);
  const Json json = Json::parse(run_in_checked_child([&] {
    TaskPool pool(2);
    Simulation simulation(star(2, 1e6, 0.0), {}, 1, pool);
    Reporter reporter(*problem.problem, every(10, 20), 2, pool, simulation);
    simulation.run([&](Worker& worker) {
      const FloatBuffer model = worker.rank() == 0 ? FloatBuffer{0.0F, 0.0F} : FloatBuffer{2.0F, 4.0F};
      reporter.reached(worker, 0, model, {});
      worker.compute(worker.rank() == 0 ? 1e9 : 3e9, [] {});
      if (worker.rank() == 0) worker.send(1, 1, Message::without_content(107, 0));  // and 16 bytes of header
      reporter.reached(worker, 20, model, {});
    });
    const auto& row = reporter.metrics().at(1);
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
  CHECK(json[8] == 2);
}

TEST_CASE("the first synchronisation at or after each multiple is evaluated, and the last one", "[algorithms]") {
  const auto problem = quadratic({{1.0F, 0.0F}}, {{0}}, 1);
  const auto evaluated = [&](const std::vector<std::uint64_t>& synchronisations) {
    TaskPool pool(1);
    MemoryWorld world(1, 1);
    Reporter reporter(*problem.problem, every(20, synchronisations.back()), 1, pool, world);
    world.run([&](Worker& worker) {
      reporter.reached(worker, 0, FloatBuffer{0.0F, 0.0F}, {});
      for (const auto at : synchronisations) reporter.reached(worker, at, FloatBuffer{0.0F, 0.0F}, {});
    });
    std::vector<std::uint64_t> rows;
    for (const auto& row : reporter.metrics()) rows.push_back(row.iteration);
    return rows;
  };
  // The first at or after 20 is 24, after 40 it is 40 itself, after 60 it is 64.
  CHECK(evaluated({8, 16, 24, 32, 40, 48, 56, 64, 72}) == std::vector<std::uint64_t>{0, 24, 40, 64, 72});
  CHECK(evaluated({50}) == std::vector<std::uint64_t>{0, 50});              // one period alone
  CHECK(evaluated({500, 510}) == std::vector<std::uint64_t>{0, 500, 510});  // many multiples are evaluated once
}

TEST_CASE("a worker may be ahead by several evaluations", "[algorithms]") {
  const auto problem = quadratic({{1.0F, 0.0F}}, {{0}}, 1);
  const Json json = Json::parse(run_in_checked_child([&] {
    TaskPool pool(1);
    Simulation simulation(star(2, 1e6, 0.0), {}, 1, pool);
    Reporter reporter(*problem.problem, every(1, 3), 2, pool, simulation);
    simulation.run([&](Worker& worker) {
      for (std::uint64_t iteration = 0; iteration < 4; ++iteration) {
        worker.compute(worker.rank() == 0 ? 1e6 : 1e9, [] {});
        reporter.reached(worker, iteration, FloatBuffer{static_cast<float>(iteration), 0.0F}, {});
      }
    });
    Json rows;
    for (const auto& row : reporter.metrics())
      rows.push_back({row.iteration, row.consensus_distance, row.gradient_norm_sq});
    return rows.dump();
  }));
  CHECK(json == Json::parse("[[0, 0.0, 1.0], [1, 0.0, 0.0], [2, 0.0, 1.0], [3, 0.0, 4.0]]"));
}

TEST_CASE("the mean of the squared gradients is that of all evaluations so far", "[algorithms]") {
  // f(x) = 1/2 ||x - (1, 0)||^2 at (0, 0), (1, 0), (2, 0) and (3, 0): squared gradients 1, 0, 1 and 4.
  const auto problem = quadratic({{1.0F, 0.0F}}, {{0}}, 1);
  TaskPool pool(1);
  MemoryWorld world(1, 1);
  Reporter reporter(*problem.problem, every(1, 3), 1, pool, world);
  world.run([&](Worker& worker) {
    for (std::uint64_t iteration = 0; iteration < 4; ++iteration) {
      reporter.reached(worker, iteration, FloatBuffer{static_cast<float>(iteration), 0.0F}, {});
    }
  });
  std::vector<double> means;
  for (const auto& row : reporter.metrics()) means.push_back(row.mean_gradient_norm_sq);
  CHECK(means == std::vector<double>{1.0, 0.5, 2.0 / 3.0, 1.5});
}
