// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cmath>

#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

TEST_CASE("an all-reduce after every step is parallel SGD", "[algorithms]") {
  constexpr int workers = 4;
  constexpr std::uint32_t iterations = 10;
  const auto problem = noisy_quadratic(workers, 6, 20, 3);
  // x <- x - rate (1/M) sum_i g_i, written out; the same batches come from the same streams.
  FloatBuffer x = problem.problem->initial();
  std::vector<double> losses;
  for (std::uint32_t t = 1; t <= iterations; ++t) {
    std::vector<double> sum(x.size(), 0.0);
    for (int i = 0; i < workers; ++i) {
      FloatBuffer gradient(x.size());
      problem.problem->gradient(i, Stream(1, Purpose::batches, static_cast<std::uint32_t>(i), t), x, {}, gradient);
      for (std::size_t k = 0; k < x.size(); ++k) sum[k] += static_cast<double>(gradient[k]);
    }
    for (std::size_t k = 0; k < x.size(); ++k) x[k] -= static_cast<float>(0.1 * sum[k] / workers);
  }
  double gradient_norm_sq = 0.0;  // grad f(x) = x - optimum
  for (std::size_t k = 0; k < x.size(); ++k)
    gradient_norm_sq += std::pow(static_cast<double>(x[k]) - problem.optimum[k], 2);

  const auto run =
      trained(problem, all_reduce("1"), star(workers, 1e9, 1e-4), {.iterations = iterations, .learning_rate = 0.1}, 5);
  REQUIRE(run.metrics.size() == 3);  // at 0, 5 and 10
  CHECK(run.metrics.back().gradient_norm_sq == Approx(gradient_norm_sq).epsilon(1e-4));
  CHECK(run.metrics.back().consensus_distance == 0.0);
  // 10 iterations of 4 workers and 3 samples, of 80 samples: 1.5 passes.
  CHECK(run.metrics.back().epoch == Approx(1.5));
}

TEST_CASE("the last, partial period synchronises too", "[algorithms]") {
  const auto problem = noisy_quadratic(3, 6, 20, 3);
  const auto run = trained(problem, all_reduce("4"), star(3, 1e9, 1e-4), {.iterations = 10, .learning_rate = 0.1}, 3);
  // Synchronised at 4, 8 and 10: three all-reduces of 2 (M - 1) = 4 messages per worker.
  CHECK(run.all["messages"] == Json({12, 12, 12}));
  // Evaluated is what workers have: at the synchronisations at or after 3, 6 and 9, when all models are one.
  REQUIRE(run.metrics.size() == 4);
  const std::vector<std::uint64_t> evaluated{0, 4, 8, 10};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(run.metrics[i].iteration == evaluated[i]);
    CHECK(run.metrics[i].consensus_distance == 0.0);
  }
}

TEST_CASE("a period longer than training is evaluated when it has been synchronised", "[algorithms]") {
  // K = 500 of N = 12: one exchange, at the end. Two workers of d = 6: reduce-scatter and all-gather are a message of
  // three floats and a header of 16 bytes each, from either. A step is 3 d operations per sample and 2 d for SGD; the
  // addition of a received half is 3 operations, and its division 3.
  const auto problem = noisy_quadratic(2, 6, 20, 3);
  const auto run = trained(problem, all_reduce("500"), star(2, 1e3, 0.0, 1e6), {.iterations = 12}, 4);
  REQUIRE(run.metrics.size() == 2);
  CHECK(run.metrics[1].iteration == 12);
  CHECK(run.metrics[1].bytes_sent == 4 * (3 * 4 + 16));
  CHECK(run.metrics[1].sim_time_s >= 12 * (3 * 3 * 6 + 2 * 6) / 1e6 + 2 * 28 / 1e3);
  CHECK(run.metrics[1].sim_time_s == run.all["now"]);
}

TEST_CASE("training reaches the known optimum of the quadratic with exact gradients", "[algorithms]") {
  // One sample per worker: no noise. f_i = 1/2 |x - a_i|^2; K = 1 contracts the distance by 1 - rate per step.
  const auto problem = quadratic({{4.0F, 0.0F}, {0.0F, 2.0F}}, {{0}, {1}}, 1);
  const auto run = trained(problem, all_reduce("1"), star(2, 1e9, 1e-4), {.iterations = 30, .learning_rate = 0.5}, 10);
  CHECK(run.metrics.back().gradient_norm_sq < 1e-10);
  // f at the optimum (2, 1): 1/2 of the mean squared distance, which is 2^2 + 1^2 for both samples.
  CHECK(run.metrics.back().train_loss == Approx(2.5));
}

TEST_CASE("the mean of full-precision gossip models follows SGD with the mean gradient", "[algorithms]") {
  // Identity 4 of the algorithms reference, 8.4, on the deterministic quadratic: the mean contracts by 1 - rate.
  const auto problem = quadratic({{4.0F, 0.0F}, {0.0F, 2.0F}, {-3.0F, 1.0F}, {5.0F, 5.0F}}, {{0}, {1}, {2}, {3}}, 1);
  const auto run = trained(problem, R"({"name": "g", "paradigm": "gossip", "local_steps": 1})", star(4, 1e9, 1e-4),
                           {.iterations = 8, .learning_rate = 0.25}, 1);
  for (std::size_t t = 1; t < run.metrics.size(); ++t) {
    CHECK(run.metrics[t].gradient_norm_sq == Approx(run.metrics[t - 1].gradient_norm_sq * 0.75 * 0.75).epsilon(1e-4));
  }
  CHECK(run.metrics.back().consensus_distance > 0.0);
}

TEST_CASE("naive quantized gossip stalls where differences converge", "[algorithms]") {
  // The negative control (algorithms reference, 8.2): from rate 0.1 to 0.02 the error of naive gossip rises, since its
  // noise does not shrink with the rate; that of difference gossip falls.
  const auto problem = noisy_quadratic(8, 32, 16, 1);
  const auto final_error = [&](const std::string& method, double rate) {
    const std::string json = R"({"name": "g", "paradigm": "gossip", "method": ")" + method +
                             R"(", "compression": {"name": "qsgd", "levels": 15, "norm": "max", "bucket": 32}})";
    const auto run = trained(problem, json, star(8, 1e9, 1e-4), {.iterations = 1500, .learning_rate = rate}, 10);
    double error = 0.0;  // grad f = x - x*, averaged over the last third
    for (std::size_t i = 100; i < 150; ++i) error += run.metrics[i].gradient_norm_sq / 50;
    return error;
  };
  CHECK(final_error("naive", 0.02) > final_error("naive", 0.1));
  CHECK(final_error("difference", 0.02) < final_error("difference", 0.1));
  CHECK(final_error("difference", 0.02) < final_error("naive", 0.02));
}

TEST_CASE("a step that is too long diverges, and the run says where", "[algorithms]") {
  const auto problem = noisy_quadratic(2, 6, 20, 3);
  const auto run =
      trained(problem, all_reduce("2"), star(2, 1e9, 1e-4), {.iterations = 1000, .learning_rate = 1e12}, 500);
  CHECK_THAT(run.all["diverged"].get<std::string>(), Catch::Contains("at iteration") && Catch::Contains("the loss is"));
  CHECK(run.metrics.size() == 1);  // the initial model's evaluation is kept
}

TEST_CASE("evaluations change nothing", "[algorithms]") {
  const auto problem = noisy_quadratic(3, 50, 20, 3);
  const TrainingSettings settings{.iterations = 24, .learning_rate = 0.1};
  const auto seldom = trained(problem, all_reduce("4"), star(3, 1e6, 1e-3), settings, 24);
  const auto often = trained(problem, all_reduce("4"), star(3, 1e6, 1e-3), settings, 3);
  CHECK(seldom.metrics.size() == 2);
  REQUIRE(often.metrics.size() == 7);
  CHECK(seldom.models == often.models);
  CHECK(seldom.metrics.back().train_loss == often.metrics.back().train_loss);
  CHECK(seldom.metrics.back().sim_time_s == often.metrics.back().sim_time_s);
  for (std::size_t i = 1; i < often.metrics.size(); ++i) {
    CHECK(often.metrics[i].iteration == 4 * i);
    CHECK(often.metrics[i].sim_time_s > often.metrics[i - 1].sim_time_s);
  }
}

TEST_CASE("halving the bandwidth doubles only its part of the time, losses stay", "[algorithms]") {
  const auto problem = noisy_quadratic(4, 600, 20, 3);
  std::vector<Trained> runs;
  for (const double bandwidth : {4e5, 2e5, 1e5}) {
    runs.push_back(
        trained(problem, all_reduce("2"), star(4, bandwidth, 1e-3), {.iterations = 10, .learning_rate = 0.1}, 5));
  }
  const double once = runs[1].all["now"].get<double>() - runs[0].all["now"].get<double>();
  const double twice = runs[2].all["now"].get<double>() - runs[1].all["now"].get<double>();
  CHECK(twice == Approx(2.0 * once).epsilon(1e-9));
  // 5 all-reduces of 6 hops of 150 floats and a header: S / B at 4e5 B/s.
  CHECK(once == Approx(5 * 6 * (4 * 150 + 16) / 4e5).epsilon(1e-6));
  for (const auto& run : runs) {
    for (std::size_t i = 0; i < run.metrics.size(); ++i) {
      CHECK(run.metrics[i].train_loss == runs[0].metrics[i].train_loss);
      CHECK(run.metrics[i].bytes_sent == runs[0].metrics[i].bytes_sent);
    }
  }
}

TEST_CASE("the number of threads changes nothing", "[algorithms]") {
  const auto problem = noisy_quadratic(4, 3000, 20, 16);
  const std::string json =
      R"({"name": "q", "paradigm": "gossip", "local_steps": 2, "compression": {"name": "qsgd", "bits": 6, "norm": "max"}})";
  const TrainingSettings settings{.iterations = 20, .optimizer = optimizer(R"({"name": "sgd", "momentum": 0.5})")};
  const auto one = trained(problem, json, star(4, 1e6, 1e-3), settings, 5, 1);
  const auto three = trained(problem, json, star(4, 1e6, 1e-3), settings, 5, 3);
  CHECK(one.all == three.all);
}
