// SPDX-License-Identifier: Apache-2.0
// Downpour: against sequential training, event by event against double, how stale its pushes are, and what it sends.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/algorithms/evaluator.hpp"
#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"
#include "tests/algorithms/observing_model.hpp"
#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/algorithms/parameter_server/three_replicas.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto serial = R"(, "exchange": "serial")";

TrainingSettings downpour_training(std::uint64_t iterations, double learning_rate, int batch_size = 1) {
  return {.iterations = iterations, .batch_size = batch_size, .learning_rate = learning_rate};
}

Trained downpour(const OwningProblem& problem, const std::string& more, const PlatformSettings& platform,
                 const TrainingSettings& settings, const ComputeSettings& compute = {}) {
  const auto ready = prepared(server("downpour", more), platform, problem.model->layout());
  return trained(problem, ready, platform, settings, by_total_steps(1), 1, compute);
}

/// What is evaluated of a model.
MetricsRow evaluated(const OwningProblem& problem, const FloatBuffer& model) {
  TaskPool pool(1);
  const LearnedModel learned{model, problem.problem->initial_buffers()};
  return Evaluator(*problem.problem, by_total_steps(1).evaluation, 0.0, pool).evaluate({&learned, 1}, &learned).metrics;
}

/// The gradient of a worker alone at its `step`-th batch, of rank 0 and seed 1.
FloatBuffer gradient_at(const OwningProblem& problem, const FloatBuffer& x, std::uint32_t step) {
  FloatBuffer gradient(x.size());
  problem.problem->gradient(0, Stream(1, Purpose::batches, 0, step), x, {}, gradient);
  return gradient;
}

}  // namespace

TEST_CASE("one replica that pushes and fetches each step, with rate 1, is sequential Adagrad, bit for bit",
          "[server]") {
  // It moves by -g; so the server's gradient is g, and its step is Adagrad's.
  constexpr std::uint32_t steps = 12;
  const auto problem = noisy_quadratic(1, 6, 20, 3);
  const std::string rate = R"("adagrad", "learning_rate": 0.25})";
  const auto adagrad = outer_optimizers().read(Json::parse(R"({"name": )" + rate), Place("test"));
  const auto run = downpour(problem, serial + std::string(R"(, "outer": {"name": )") + rate, star_with_server(1),
                            downpour_training(steps, 1.0, 3));
  FloatBuffer x = problem.problem->initial();
  FloatBuffer squares(x.size(), 0.0F);
  REQUIRE(run.metrics.size() == steps + 1);
  for (std::uint32_t step = 0; step <= steps; ++step) {
    INFO("step " << step);
    if (step > 0) {
      FloatBuffer gradient = gradient_at(problem, x, step);
      adagrad->step(x, gradient, squares, {.number = step});
    }
    const MetricsRow expected = evaluated(problem, x);
    CHECK(run.metrics[step].train_loss == expected.train_loss);
    CHECK(run.metrics[step].gradient_norm_sq == expected.gradient_norm_sq);
    CHECK(run.metrics[step].test_loss == expected.test_loss);
  }
  CHECK(run.all["staleness"] == Json({steps}));
}

TEST_CASE("one replica without a server's optimiser is sequential SGD at every n-th step", "[server]") {
  constexpr std::uint32_t steps = 12;
  const auto problem = noisy_quadratic(1, 6, 20, 3);
  for (const auto& [more, n] : {std::pair(R"(, "push_every": 1, "fetch_every": 1)", 1U),
                                std::pair(R"(, "push_every": 3, "fetch_every": 3)", 3U),
                                std::pair(R"(, "push_every": 2, "fetch_every": 2, "local_steps": 2)", 4U)}) {
    INFO(more);
    const auto run = downpour(problem, R"(, "outer": "none")" + std::string(serial) + more, star_with_server(1),
                              downpour_training(steps, 0.1, 3), steps_of_seconds({1.0}));
    FloatBuffer x = problem.problem->initial();
    FloatBuffer served = x;
    std::size_t row = 0;
    for (std::uint32_t step = 0; step <= steps; ++step) {
      if (step > 0) {
        const FloatBuffer gradient = gradient_at(problem, x, step);
        for (std::size_t k = 0; k < x.size(); ++k) x[k] -= 0.1F * gradient[k];
      }
      if (step % n == 0) served = x;
      if (run.metrics.at(row).iteration != step) continue;
      // A sum of steps that is added to the model, or step after step: some roundings of models up to 8 apart.
      CHECK(run.metrics[row++].train_loss == Approx(evaluated(problem, served).train_loss).epsilon(1e-5));
    }
    CHECK(row == run.metrics.size());
  }
}

TEST_CASE("Downpour with three unequal replicas, event by event in double", "[server]") {
  const auto add = [](Point& x, const Point& moved) {
    for (std::size_t k = 0; k < 2; ++k) x.at(k) += moved.at(k);
  };
  const std::vector<std::pair<int, int>> intervals = {{1, 1}, {2, 3}, {3, 2}};
  int left_out = 0;
  for (const bool overlaps : {true, false}) {
    for (const double transit_s : {0.106, 0.83}) {
      for (const auto& [push_every, fetch_every] : intervals) {
        ThreeReplicas::Setting setting{overlaps, push_every, fetch_every, transit_s, add};
        left_out += check_three_replicas(R"("none")", setting).left_out;
        Point squares{};
        setting.step = [&](Point& x, const Point& moved) {
          for (std::size_t k = 0; k < 2; ++k) {
            squares.at(k) += moved.at(k) * moved.at(k);
            x.at(k) += 0.5 * moved.at(k) / (std::sqrt(squares.at(k)) + 1e-10);
          }
        };
        check_three_replicas(R"({"name": "adagrad", "learning_rate": 0.5})", setting);
      }
    }
  }
  CHECK(left_out > 0);
}

TEST_CASE("how stale pushes are where all replicas are as fast", "[server]") {
  // All pushes of an instant are taken before anybody is answered: 0, 1, ..., M - 1 steps after all read the same.
  constexpr int workers = 4;
  const auto problem = noisy_quadratic(workers, 2, 4, 1);
  const auto run = downpour(problem, serial, star_with_server(workers, 1e-6), downpour_training(10, 0.1),
                            steps_of_seconds(std::vector<double>(workers, 1.0)));
  CHECK(run.all["staleness"] == Json({10, 10, 10, 10}));
}

TEST_CASE("how stale pushes are in the mean, in the long run", "[server]") {
  // Between a replica's fetch and its push each of the others pushes once in the mean: M - 1.
  constexpr int workers = 5;
  const auto problem = noisy_quadratic(workers, 2, 4, 1);
  for (const std::uint32_t seed : {1U, 2U}) {
    const auto run = downpour(problem, serial, star_with_server(workers, 1e-6), downpour_training(100, 0.1),
                              random_speeds(workers, seed));
    CHECK(mean_staleness(run.all["staleness"]) == Approx(workers - 1.0).margin(0.1));
  }
}

TEST_CASE("a replica waits for its fetches if they are serial, and for nothing else", "[server]") {
  // 6 steps of 1 s; a message takes two latencies of 50 ms, a fetch four. The last fetch is waited for, too.
  const auto problem = noisy_quadratic(1, 3, 4, 1);
  const auto seconds = [&](const std::string& more) {
    return downpour(problem, more, star_with_server(1, 0.05), downpour_training(6, 0.1), steps_of_seconds({1.0}))
        .all["now"]
        .get<double>();
  };
  CHECK(seconds("") == Approx(6.0).margin(1e-4));
  CHECK(seconds(serial) == Approx(6.0 + 6 * 0.2).margin(1e-4));
  CHECK(seconds(serial + std::string(R"(, "push_every": 1, "fetch_every": 3)")) == Approx(6.0 + 2 * 0.2).margin(1e-4));
  CHECK(seconds(serial + std::string(R"(, "push_every": 3)")) == Approx(6.0 + 6 * 0.2).margin(1e-4));
}

TEST_CASE("what replicas send: pushes, requests of 16 bytes, and the initial model once", "[server]") {
  // d = 100: 4 d bytes, or 2 d by fp16, and 16 of a header. 12 steps of one replica: 6 pushes, 4 requests, 4 models.
  const auto problem = noisy_quadratic(1, 100, 4, 1);
  const std::string intervals = R"(, "push_every": 2, "fetch_every": 3)";
  const auto run = [&](const std::string& more, int servers = 1) {
    return downpour(problem, intervals + more, star_with_server(1, 1e-4, servers), downpour_training(12, 0.1),
                    steps_of_seconds({1.0}))
        .all;
  };
  const Json full = run(serial);
  CHECK(full["messages"] == Json({1 + 6 + 4, 4}));
  CHECK(full["bytes"] == Json({416 + 6 * 416 + 4 * 16, 4 * 416}));
  CHECK(run(serial + std::string(R"(, "compression": "fp16")"))["bytes"] == Json({416 + 6 * 216 + 4 * 16, 4 * 416}));
  const Json shards = run(serial + std::string(R"(, "shards": 2)"), 2);
  CHECK(shards["messages"] == Json({2 * 11, 4, 4}));
  CHECK(shards["bytes"] == Json({2 * (216 + 6 * 216 + 4 * 16), 4 * 216, 4 * 216}));
  // Overlapped, the run is over before the last push and request have come.
  const Json overlapped = run("");
  CHECK(overlapped["bytes"] == Json({416 + 6 * 416 + 4 * 16, 3 * 416}));
  // Taken: the pushes of steps 2, 4, 6, 8, 10; the models of versions 1, 3 and 4 are sent after steps 3, 6 and 9.
  CHECK(overlapped["staleness"] == Json({4, 1}));
}

TEST_CASE("a server of one replica has the running statistics of sequential training", "[server]") {
  const auto problem = observing_problem(1, 5, 4, 2);
  const auto platform = star_with_server(1);
  const auto run = [&](const std::string& json) {
    const auto ready = prepared(json, platform, exchanged_layout(*problem.model, true, 0));
    auto reports = by_total_steps(1);
    if (ready.algorithm->is_in_step()) reports.clock = EvaluationClock::iterations;
    return trained(problem, ready, platform, downpour_training(8, 0.1, 2), reports).metrics;
  };
  const std::string buffers = R"(, "exchange_buffers": true)";
  const auto expected = run(server("synchronous", buffers));
  const auto found = run(server("downpour", buffers + serial + R"(, "outer": "none")"));
  REQUIRE(found.size() == expected.size());
  for (std::size_t row = 0; row < found.size(); ++row) {
    CHECK(found[row].train_loss == Approx(expected[row].train_loss).epsilon(1e-5));  // x . m
  }
}

TEST_CASE("replicas of shards adopt all of them together: Downpour of a model that is cut is that of one that is not",
          "[server]") {
  const auto problem = noisy_quadratic(3, 6, 4, 2);
  for (const std::string exchange : {"serial", "overlapped"}) {
    const auto run = [&](int shards) {
      const auto more = R"(, "push_every": 2, "exchange": ")" + exchange + R"(", "shards": )" + std::to_string(shards);
      return figures(downpour(problem, more, star_with_server(3, 0.4, shards), downpour_training(8, 0.1, 2),
                              steps_of_seconds({1.0, 1.31, 2.17}))
                         .all);
    };
    CHECK(run(3) == run(1));
  }
}

TEST_CASE("Downpour has Adagrad unless it is told otherwise, also in the manifest", "[server]") {
  const auto outer = [](const std::string& method, const std::string& more) {
    auto ready = prepared(server(method, more), 2);
    return values(algorithms(), ready.algorithm)["outer"]["name"];
  };
  CHECK(outer("downpour", "") == "adagrad");
  CHECK(outer("downpour", R"(, "outer": "none")") == "none");
  CHECK(outer("bounded-delay", "") == "none");
  const auto problem = noisy_quadratic(2, 3, 4, 1);
  const auto run = [&](const std::string& more) {
    return downpour(problem, more, star_with_server(2), downpour_training(6, 0.1)).all;
  };
  CHECK(run("") == run(R"(, "outer": {"name": "adagrad", "learning_rate": 0.01})"));
}

TEST_CASE("when replicas push and fetch, for people, and what of it never comes about", "[server]") {
  const auto rhythm = [](const std::string& more) { return prepared(server("downpour", more), 2).algorithm->rhythm(); };
  CHECK(rhythm("") == "pushes and fetches every step, without rounds");
  CHECK(rhythm(R"(, "local_steps": 4)") == "pushes and fetches every 4 steps, without rounds");
  CHECK(rhythm(R"(, "push_every": 2, "local_steps": 4)") ==
        "pushes after 2 and fetches after 1 iterations, which end every 4 steps, without rounds");
  CHECK_FALSE(prepared(server("downpour"), 2).algorithm->is_in_step());
  const auto warnings = [](const std::string& more) {
    return prepared(server("downpour", more), 2).algorithm->warnings({}, 12);
  };
  CHECK(warnings("").empty());
  CHECK(warnings(R"(, "push_every": 11, "fetch_every": 11)").empty());
  CHECK(warnings(R"(, "push_every": 2, "fetch_every": 2, "local_steps": 4)").empty());
  // What leaves as training ends is lost, unless the client waits for a model that is sent behind it.
  for (const std::string iterations : {"12", "13"}) {
    const auto lost = warnings(R"(, "push_every": )" + iterations);
    REQUIRE(lost.size() == 1);
    CHECK(lost.front() == "\"push_every\" is " + iterations +
                              ", and training, 12 steps, is over before the first push arrives: the servers learn "
                              "nothing");
  }
  const std::string serial = R"(, "exchange": "serial")";
  CHECK(warnings(R"(, "push_every": 12, "fetch_every": 12)").size() == 2);
  CHECK(warnings(R"(, "push_every": 12, "fetch_every": 12)" + serial).empty());
  CHECK(warnings(R"(, "push_every": 12, "fetch_every": 5)" + serial).size() == 1);
  CHECK(warnings(R"(, "push_every": 13, "fetch_every": 13)" + serial).size() == 2);
  REQUIRE(warnings(R"(, "fetch_every": 4, "local_steps": 4)").size() == 1);
  CHECK_THAT(warnings(R"(, "fetch_every": 4, "local_steps": 4)").front(), Catch::StartsWith("\"fetch_every\" is 4, "));
}

TEST_CASE("what Downpour cannot do is refused with the place", "[server]") {
  const auto refused = [](const std::string& method, const std::string& more, const std::string& message) {
    CAPTURE(method, more);
    CHECK_THROWS_WITH(prepared(server(method, more), 4), Catch::StartsWith("test: " + message));
  };
  refused("downpour", R"(, "push_every": 0)", "/push_every: expected an integer at least 1");
  refused("downpour", R"(, "fetch_every": 0.5)", "/fetch_every: expected an integer at least 1");
  refused("downpour", R"(, "exchange": "synchronous")", "/exchange: expected one of overlapped, serial");
  refused("downpour", R"(, "downlink": "fp16")", "/downlink: has no effect: \"downpour\" has clients with different ");
  refused("downpour", R"(, "max_delay": 2)", "/max_delay: has no effect: \"downpour\" has no bound on delays");
  refused("downpour", R"(, "buffer": 2)", "/buffer: has no effect: \"downpour\" has no buffer");
  refused("downpour", R"(, "clients_per_round": 2)", "/clients_per_round: has no effect: \"downpour\" has no rounds");
  for (const std::string key : {R"("push_every": 2)", R"("fetch_every": 2)", R"("exchange": "serial")"}) {
    refused("fedbuff", ", " + key,
            "/" + key.substr(1, key.find('"', 1) - 1) +
                ": has no effect: \"fedbuff\" has no fetches apart from its pushes");
  }
}
