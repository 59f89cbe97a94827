// SPDX-License-Identifier: Apache-2.0
// "average": "samples" in every paradigm: a worker counts as often as it has training samples, before anything is
// encoded.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>

#include "sim/algorithms/parameter_server/parameter_server.hpp"
#include "sim/algorithms/tags.hpp"
#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/algorithms/trained.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr auto by_samples = R"(, "average": "samples")";
constexpr auto whole_graph = R"(, "topology": "complete", "weights": "uniform")";

using Point = std::array<double, 2>;

/// Where the workers of three_unequal_shares() have their samples, and how many.
constexpr std::array<Point, 3> optimum = {{{8.0, -3.0}, {4.0, 1.0}, {-2.0, 6.0}}};
constexpr std::array<double, 3> samples = {1.0, 2.0, 5.0};

std::string gossip(const std::string& method, const std::string& more = "") {
  return R"({"name": "g", "paradigm": "gossip", "method": ")" + method + '"' + more + "}";
}

TrainingSettings training_by_samples(std::uint64_t iterations) {
  return {.iterations = iterations, .batch_size = 2, .learning_rate = 0.1};
}

Point initial_of(const OwningProblem& problem) {
  const auto& initial = problem.problem->initial();
  return {static_cast<double>(initial[0]), static_cast<double>(initial[1])};
}

/// The mean over all eight samples of what `of` is for each worker's.
Point mean_over_samples(const std::function<Point(std::size_t worker)>& of) {
  Point mean{};
  for (std::size_t worker = 0; worker < 3; ++worker) {
    const Point own = of(worker);
    for (std::size_t k = 0; k < 2; ++k) mean.at(k) += samples.at(worker) * own.at(k) / 8.0;
  }
  return mean;
}

/// f at x: the mean of 1/2 ||x - a||^2 over all samples a.
double loss(const Point& x) {
  double sum = 0.0;
  for (std::size_t worker = 0; worker < 3; ++worker) {
    for (std::size_t k = 0; k < 2; ++k) {
      sum += samples.at(worker) * std::pow(x.at(k) - optimum.at(worker).at(k), 2.0) / 16.0;
    }
  }
  return sum;
}

/// Where `count` steps of a worker lead from x: a + 0.9^count (x - a).
Point after_steps(std::size_t worker, const Point& x, int count) {
  Point y{};
  for (std::size_t k = 0; k < 2; ++k) {
    const double a = optimum.at(worker).at(k);
    y.at(k) = a + std::pow(0.9, count) * (x.at(k) - a);
  }
  return y;
}

/// Checks that each of the first evaluations, the initial one and one a period, is that of the model that `next` makes
/// of the one before. A float32 has seven digits, and the losses are sums of squares.
void check_losses(const Trained& run, const OwningProblem& problem, const std::function<Point(const Point&)>& next,
                  std::size_t rows = 7) {
  REQUIRE(run.metrics.size() == 7);
  Point x = initial_of(problem);
  for (std::size_t row = 0; row < rows; ++row) {
    INFO("row " << row);
    CHECK(run.metrics[row].train_loss == Approx(loss(x)).epsilon(1e-5));
    x = next(x);
  }
}

/// A step along the gradient of all samples.
Point pooled_step(const Point& x) {
  return mean_over_samples([&](std::size_t worker) { return after_steps(worker, x, 1); });
}

}  // namespace

TEST_CASE("the mean over all samples of three unequal shares", "[by-samples]") {
  const Point mean = mean_over_samples([](std::size_t worker) { return optimum.at(worker); });
  CHECK(mean[0] == 0.75);
  CHECK(mean[1] == 3.625);
  const auto problem = three_unequal_shares();
  CHECK(problem.samples == std::vector<std::uint64_t>{1, 2, 5});
  CHECK(problem.optimum == std::vector<double>{0.75, 3.625});
}

TEST_CASE("by samples a step of all is one along the gradient of all samples, in every paradigm", "[by-samples]") {
  const auto problem = three_unequal_shares();
  const std::string more = by_samples;
  for (const auto& json : {all_reduce("1", more), all_reduce("1", R"(, "collective": "tree")" + more),
                           all_reduce("1", R"(, "fusion_bytes": 4, "overlap": true)" + more),
                           gossip("plain", whole_graph + more), gossip("sgp", R"(, "topology": "complete")" + more),
                           gossip("choco", R"(, "consensus_step": 1)" + (whole_graph + more)),
                           gossip("naive", whole_graph + more), server("synchronous", more)}) {
    INFO(json);
    const auto platform = star_with_server(3);
    check_losses(trained(problem, json, platform, training_by_samples(6), 1), problem, pooled_step);
  }
  // All changes of a round make one step of the server, at any speeds.
  for (const auto& json : {server("fedbuff", R"(, "buffer": 3, "restart": "after-flush")" + more),
                           server("bounded-delay", R"(, "max_delay": 0)" + more)}) {
    INFO(json);
    const auto platform = star_with_server(3);
    const auto ready = prepared(json, platform, problem.model->layout(), algorithms(), problem.samples);
    check_losses(trained(problem, ready, platform, training_by_samples(6), by_total_steps(1), 1,
                         steps_of_seconds({1.0, 2.31, 3.17})),
                 problem, pooled_step);
  }
}

TEST_CASE("by samples gossip without rounds adds a step as often as it counts, by hand", "[by-samples]") {
  // Push-sum: all tell of what one step has led to before anything arrives: three models whose mean is the pooled step.
  const auto problem = three_unequal_shares();
  const Point x = initial_of(problem);
  const auto platform = star(3, 1e9, 1e-6);
  const auto pushes = prepared(gossip("async-push-sum", R"(, "topology": "complete")" + std::string(by_samples)),
                               platform, problem.model->layout(), algorithms(), problem.samples);
  const auto pushed = trained(problem, pushes, platform, training_by_samples(1), by_total_steps(1), 1,
                              steps_of_seconds({1.0, 1.0, 1.0}));
  REQUIRE(pushed.metrics.size() == 2);
  CHECK(pushed.metrics[1].train_loss == Approx(loss(pooled_step(x))).epsilon(1e-5));

  // AD-PSGD of two, D_i being w_i times what a step of worker i changes, w = (1/2, 3/2). After 1 s the passive one has
  // and tells x + D_0. The active one, ready after 1.5 s, averages its x with that, and tells x + D_0 / 2 + D_1: the
  // second step, and the end.
  const std::vector<std::vector<float>> points = {{8.0F, -3.0F}, {4.0F, 1.0F}};
  const auto two = points_of_workers(points);
  const Point start = initial_of(two);
  const auto pairs = prepared(gossip("ad-psgd", R"(, "topology": "star")" + std::string(by_samples)),
                              star(2, 1e9, 1e-6), two.model->layout(), algorithms(), {1, 3});
  const auto paired = trained(two, pairs, star(2, 1e9, 1e-6), training_by_samples(1), by_total_steps(1), 1,
                              steps_of_seconds({1.0, 1.5}));
  REQUIRE(paired.metrics.size() == 2);
  double expected = 0.0;
  for (std::size_t k = 0; k < 2; ++k) {
    const double d0 = 0.5 * -0.1 * (start.at(k) - static_cast<double>(points[0][k]));
    const double d1 = 1.5 * -0.1 * (start.at(k) - static_cast<double>(points[1][k]));
    const double mean = start.at(k) + 0.75 * d0 + 0.5 * d1;
    for (const auto& a : points) expected += std::pow(mean - static_cast<double>(a[k]), 2.0) / 4.0;
  }
  CHECK(paired.metrics[1].train_loss == Approx(expected).epsilon(1e-5));
}

TEST_CASE("by samples several steps, momenta, outer optimisers and periods by time count alike", "[by-samples]") {
  const auto problem = three_unequal_shares();
  const auto platform = star_with_server(3);
  const auto of_three = [](const Point& x, int count) {
    return mean_over_samples([&](std::size_t worker) { return after_steps(worker, x, count); });
  };
  for (const auto& json :
       {all_reduce("3", by_samples), server("synchronous", R"(, "local_steps": 3)" + std::string(by_samples))}) {
    INFO(json);
    check_losses(trained(problem, json, platform, training_by_samples(18), 3), problem,
                 [&](const Point& x) { return of_three(x, 3); });
  }

  // The outer step takes x - x_bar, x_bar being the mean by samples: u <- u / 2 + x - x_bar; x <- x - 0.7 (x - x_bar +
  // u / 2).
  const std::string nesterov = R"(, "outer": {"name": "nesterov", "momentum": 0.5, "learning_rate": 0.7})";
  for (const auto& json : {all_reduce("2", nesterov + by_samples),
                           server("synchronous", R"(, "local_steps": 2)" + nesterov + by_samples)}) {
    INFO(json);
    Point u{};
    check_losses(trained(problem, json, platform, training_by_samples(12), 2), problem, [&](Point x) {
      const Point mean = of_three(x, 2);
      for (std::size_t k = 0; k < 2; ++k) {
        const double change = x.at(k) - mean.at(k);
        u.at(k) = 0.5 * u.at(k) + change;
        x.at(k) -= 0.7 * (change + 0.5 * u.at(k));
      }
      return x;
    });
  }

  // Two steps u <- u / 2 + x - a; x <- x - 0.1 u, and the means by samples of x and u.
  TrainingSettings settings = training_by_samples(12);
  settings.optimizer = optimizer(R"({"name": "sgd", "momentum": 0.5})");
  Point momentum{};
  check_losses(trained(problem, all_reduce("2", R"(, "optimizer_state": "averaged")" + std::string(by_samples)),
                       platform, settings, 2),
               problem, [&](const Point& start) {
                 std::array<Point, 3> x{start, start, start};
                 std::array<Point, 3> u{momentum, momentum, momentum};
                 for (int step = 0; step < 2; ++step) {
                   for (std::size_t worker = 0; worker < 3; ++worker) {
                     for (std::size_t k = 0; k < 2; ++k) {
                       u.at(worker).at(k) = 0.5 * u.at(worker).at(k) + x.at(worker).at(k) - optimum.at(worker).at(k);
                       x.at(worker).at(k) -= 0.1 * u.at(worker).at(k);
                     }
                   }
                 }
                 momentum = mean_over_samples([&](std::size_t worker) { return u.at(worker); });
                 return mean_over_samples([&](std::size_t worker) { return x.at(worker); });
               });

  // In 3.5 s workers take 4, 2 and 3 steps: three in the mean. Of the last three nobody takes 4, so that the last row
  // is of others.
  const auto timed = trained(problem, all_reduce(R"({"name": "by-time", "seconds": 3.5})", by_samples), platform,
                             training_by_samples(18), 3, 1, steps_of_seconds({1.0, 2.0, 1.3}));
  check_losses(
      timed, problem,
      [](const Point& x) {
        constexpr std::array<int, 3> steps = {4, 2, 3};
        return mean_over_samples([&](std::size_t worker) { return after_steps(worker, x, steps.at(worker)); });
      },
      6);
}

TEST_CASE("by samples a contribution is multiplied before it is encoded, by hand", "[by-samples]") {
  // w = (1/2, 3/2). Worker 0 changes nothing, worker 1 what is given. 1.5 * 129/128 = 193.5/128 lies half way between
  // two numbers of bf16, and goes to the even one, 194/128: half of that is the mean. The code of 129/128 itself is
  // exact.
  const auto platform = star(2, 1e9, 1e-4);
  const auto second = [](const std::vector<float>& changes) {
    return [changes](int rank, int round, FloatBuffer& model) {
      if (rank == 1) model[0] += changes[static_cast<std::size_t>(round)];
    };
  };
  const std::string bf16 = R"(, "compression": "bf16")";
  const auto averaged = [&](const std::string& json, const std::vector<float>& changes) {
    return synchronised(json, platform, Vector(1, 0.0F), static_cast<int>(changes.size()), second(changes), {}, {},
                        {1, 3})
        .models;
  };
  for (const std::string quantization : {"per-hop", "all-gather"}) {
    INFO(quantization);
    const auto models =
        averaged(all_reduce("1", R"(, "quantization": ")" + quantization + '"' + bf16 + by_samples), {129.0F / 128.0F});
    for (const auto& model : models) CHECK(model[0] == Vector{97.0F / 128.0F});
  }
  // Choco's worker 1 has 193.5/128, and goes half the way from 194/128, which it has told, to the 0 of worker 0.
  const auto gossiped = averaged(gossip("choco", R"(, "consensus_step": 1)" + bf16 + by_samples), {129.0F / 128.0F});
  CHECK(gossiped[0][0] == Vector{97.0F / 128.0F});
  CHECK(gossiped[1][0] == Vector{96.5F / 128.0F});

  // The threshold is 1, and what is above is decoded to it. 1.5 * 0.5 = 0.75 is not sent, but remembered; 1.5 * 0.25 +
  // 0.75 = 1.125 is, as 1; of the rest, 0.125, with 1.5 * 0.5 nothing. Unweighted, 0.5, 0.75 and 1.25 would be.
  const std::string threshold = R"(, "compression": {"name": "threshold", "tau": 1, "error_feedback": true})";
  const auto remembered =
      averaged(all_reduce("1", R"(, "quantization": "all-gather")" + threshold + by_samples), {0.5F, 0.25F, 0.5F});
  for (const auto& model : remembered) CHECK(model == std::vector<Vector>{{0.0F}, {0.5F}, {0.5F}});
}

TEST_CASE("by samples the change of a client is multiplied before it is encoded, by hand", "[by-samples]") {
  // A client that counts 1.5 times has changed 1 to 257/128: as above it tells 194/128 = 1.515625, of which bf16 sends
  // the upper half, 0x3FC2.
  const auto named =
      read_named(algorithms(), Json::parse(R"({"name": "s", "paradigm": "parameter-server", "compression": "bf16"})"),
                 Place("test"));
  const auto& algorithm = dynamic_cast<const ParameterServer&>(*named);
  const auto found = simulated(star(2, 1e9, 1e-4), [&](Worker& worker, Json& json) {
    if (worker.rank() == 0) {
      ClientModel client = algorithm.client_model(FloatBuffer{1.0F}, {{"x", {1}}}, 1, 1.5F);
      return client.push(worker, tags::change, FloatBuffer{257.0F / 128.0F});
    }
    const Message change = worker.receive(0, tags::change);
    worker.compute(0.0, [&] {
      for (const std::byte byte : change.content()) json.push_back(std::to_integer<int>(byte));
    });
  });
  CHECK(found.workers[1] == Json({0xC2, 0x3F}));
}

TEST_CASE("by samples every way to add codes averages alike, buffers and all", "[by-samples]") {
  // What workers change is a multiple of the same matrix, so that it has rank 1, and of the same rest; the last tensor
  // stays in full precision, as running statistics do. The codes have 16 bits: their errors are some 2^-15 of numbers
  // below 8, a few in a row, of sums of three.
  const Layout layout = {{"a", {8, 8}}, {"b", {20}}, {"c", {10}, true}};
  constexpr std::size_t size = 94;
  const Vector u = noise(8, 0, 0);
  const Vector v = noise(8, 1, 0);
  const Vector rest = noise(30, 2, 0);
  const auto change = [&](std::size_t k) { return k < 64 ? u[k / 8] * v[k % 8] : rest[k - 64]; };
  const std::vector<float> times = {1.0F, -2.0F, 0.5F};
  const auto progress = [&](int rank, int /*round*/, FloatBuffer& model) {
    for (std::size_t k = 0; k < size; ++k) model[k] += times[static_cast<std::size_t>(rank)] * change(k);
  };
  const double mean = (1.0 * 1.0 + 2.0 * -2.0 + 5.0 * 0.5) / 8.0;
  const std::string fine = R"(, "compression": {"name": "qsgd", "bits": 16, "norm": "max"}, "quantization": )";
  const std::vector<std::string> ways = {"",
                                         fine + R"("per-hop")",
                                         fine + R"("shared-scale")",
                                         fine + R"("all-gather")",
                                         fine + R"("two-phase", "collective": "direct")",
                                         fine + R"("per-hop", "collective": "tree")",
                                         R"(, "compression": {"name": "low-rank", "rank": 1})"};
  for (const auto& way : ways) {
    for (const std::string buckets : {"", R"(, "fusion_bytes": 100)"}) {
      CAPTURE(way, buckets);
      const auto models = synchronised(all_reduce("1", way + buckets + by_samples), star(3, 1e9, 1e-4),
                                       Vector(size, 1.0F), 2, progress, {}, layout, {1, 2, 5})
                              .models;
      for (std::size_t round = 0; round < 2; ++round) {
        for (std::size_t k = 0; k < size; ++k) {
          const double expected = 1.0 + static_cast<double>(round + 1) * mean * static_cast<double>(change(k));
          CHECK(static_cast<double>(models[0][round][k]) == Approx(expected).margin(2e-3));
        }
        CHECK(models[1][round] == models[0][round]);
        CHECK(models[2][round] == models[0][round]);
      }
    }
  }
}

TEST_CASE("by samples the mean of gossip moves by the mean of progress by samples, whatever is mixed", "[by-samples]") {
  // On a ring of four: w = (1/4, 1/2, 5/4, 2).
  const std::vector<std::uint64_t> shares = {1, 2, 5, 8};
  constexpr std::size_t size = 20;
  constexpr int rounds = 4;
  for (const auto& [method, more] :
       {std::pair("plain", ""), std::pair("d-psgd", ""), std::pair("naive", ""), std::pair("difference", ""),
        std::pair("extrapolation", ""), std::pair("choco", R"(, "consensus_step": 0.5)"),
        std::pair("choco", R"(, "consensus_step": 0.2, "compression": {"name": "qsgd", "bits": 8})"),
        std::pair("deep-squeeze", R"(, "consensus_step": 0.2, "compression": {"name": "qsgd", "bits": 8})")}) {
    CAPTURE(method, more);
    const auto models = synchronised(gossip(method, more + std::string(by_samples)), star(4, 1e9, 1e-4),
                                     Vector(size, 0.0F), rounds, random_progress, {}, {}, shares)
                            .models;
    std::vector<Vector> last;
    for (const auto& model : models) last.push_back(model.back());
    const auto found = mean(last);
    for (std::size_t k = 0; k < size; ++k) {
      double sum = 0.0;
      for (int rank = 0; rank < 4; ++rank) {
        for (int round = 0; round < rounds; ++round) {
          const double weight = static_cast<double>(shares[static_cast<std::size_t>(rank)]) / 16.0;
          sum += weight * static_cast<double>(noise(size, rank, round)[k]);
        }
      }
      CHECK(found[k] == Approx(sum).margin(1e-5));  // some roundings of numbers below 16
    }
  }
}

TEST_CASE("where all have as many samples nothing changes, bit for bit", "[by-samples]") {
  const auto problem = noisy_quadratic(4, 6, 5, 2);
  const auto platform = star_with_server(4);
  const std::string qsgd = R"(, "compression": {"name": "qsgd", "bits": 4})";
  TrainingSettings settings{.iterations = 8, .batch_size = 2, .learning_rate = 0.1};
  settings.optimizer = optimizer(R"({"name": "sgd", "momentum": 0.5})");
  const auto run = [&](const std::string& json) {
    const auto ready = prepared(json, platform, problem.model->layout(), algorithms(), problem.samples);
    auto reports = by_total_steps(2);
    if (ready.algorithm->is_in_step()) reports.clock = EvaluationClock::iterations;
    return trained(problem, ready, platform, settings, reports, 1, random_speeds(4, 1)).all;
  };
  for (const auto& [begin, more] :
       {std::pair(R"("all-reduce")", std::string()), std::pair(R"("all-reduce", "optimizer_state": "averaged")", qsgd),
        std::pair(R"("all-reduce", "fusion_bytes": 4, "overlap": true)", qsgd),
        std::pair(R"("all-reduce", "local_steps": {"name": "by-time", "seconds": 0.01})", std::string()),
        std::pair(R"("gossip")", std::string()), std::pair(R"("gossip")", qsgd),
        std::pair(R"("gossip", "method": "sgp")", std::string()), std::pair(R"("gossip", "method": "ad-psgd")", qsgd),
        std::pair(R"("gossip", "method": "async-push-sum")", std::string()),
        std::pair(R"("parameter-server", "local_steps": 2)", qsgd),
        std::pair(R"("parameter-server", "clients_per_round": 2)", qsgd),
        std::pair(R"("parameter-server", "method": "bounded-delay")", qsgd),
        std::pair(R"("parameter-server", "method": "fedbuff", "buffer": 3)", qsgd)}) {
    CAPTURE(begin, more);
    const std::string json = R"({"name": "a", "paradigm": )" + std::string(begin) + more;
    CHECK(run(json + by_samples + "}") == run(json + R"(, "average": "equal"})"));
  }
}

TEST_CASE("to count by samples takes an operation per coordinate, three where a start must be kept", "[by-samples]") {
  // 100 coordinates on hosts of 1000 operations a second: 0.1 s each, of all workers at once.
  const auto seconds = [](const std::string& json) {
    return synchronised(json, star(2, 1e9, 1e-4, 1e3), Vector(100, 0.0F), 1, random_progress, {}, {}, {1, 3}).now;
  };
  const auto more = [&](const std::string& json) { return seconds(json + by_samples + "}") - seconds(json + "}"); };
  const std::string ring = R"({"name": "a", "paradigm": "all-reduce")";
  CHECK(more(ring) == Approx(0.1).margin(1e-6));
  CHECK(more(ring + R"(, "compression": "fp16")") == Approx(0.1).margin(1e-6));
  CHECK(more(R"({"name": "g", "paradigm": "gossip")") == Approx(0.3).margin(1e-6));
}

TEST_CASE("what does not go with weights by samples is refused at its place", "[by-samples]") {
  const auto refused = [](const std::string& json, const std::string& message) {
    INFO(json);
    CHECK_THAT(usage_error([&] { (void)prepared(json, 4); }), Catch::Contains(message));
  };
  const std::string more = by_samples;
  refused(all_reduce("1", R"(, "average": "median")"), "/average: expected one of ");
  refused(gossip("plain", R"(, "exchange_buffers": true)" + more),
          "/exchange_buffers: with \"average\": \"samples\" changes of a worker count more than once, which may lead "
          "running variances below zero: expected false");
  refused(gossip("plain", R"(, "optimizer_state": "averaged")" + more),
          "/optimizer_state: with \"average\": \"samples\" changes of a worker count more than once, which may lead "
          "running averages of squared gradients below zero: expected \"local\" or \"reset\"");
  const std::string below_zero =
      "/average: clients that count more than once may lead running variances below zero where a server takes the "
      "changes of a few: expected \"equal\"";
  refused(server("synchronous", R"(, "clients_per_round": 2, "exchange_buffers": true)" + more),
          below_zero + ", with which \"sampling\" can go by samples");
  refused(server("fedbuff", R"(, "exchange_buffers": true)" + more), below_zero);
  refused(server("easgd", R"(, "exchange_buffers": true)" + more), below_zero);
  CHECK_NOTHROW(prepared(server("easgd", R"(, "in_rounds": true, "exchange_buffers": true)" + more), 4));
  CHECK_NOTHROW(prepared(server("synchronous", R"(, "exchange_buffers": true)" + more), 4));
  CHECK_NOTHROW(prepared(all_reduce("1", R"(, "exchange_buffers": true)" + more), 4));
  // It is no mean of what is not known.
  const auto unknown = prepared(all_reduce("1", more), 4);
  CHECK_THROWS_AS(unknown.periodic().synchroniser(0, FloatBuffer(1), {{"x", {1}}}), std::logic_error);
}
