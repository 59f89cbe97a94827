// SPDX-License-Identifier: Apache-2.0
// PRLC: against synchronous rounds at both ends, by hand in double, what it sends, and what a late server changes.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/algorithms/parameter_server/served.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

using Point = std::array<double, 2>;

constexpr double rate = 0.1;
const std::vector<std::vector<float>> client_points = {{4.0F, 0.0F}, {-2.0F, 3.0F}, {1.0F, -5.0F}};

TrainingSettings prlc_training(std::uint64_t iterations, int batch_size = 1) {
  return {.iterations = iterations, .batch_size = batch_size, .learning_rate = rate};
}

std::string prlc(int pull_every, const std::string& more = "") {
  return server("prlc", R"(, "pull_every": )" + std::to_string(pull_every) + more);
}

constexpr auto together = R"(, "pulls": "together")";

/// 1/2 ||x - a||^2, the mean over the points.
double loss(const Point& x, std::size_t clients) {
  double sum = 0.0;
  for (std::size_t i = 0; i < clients; ++i) {
    for (std::size_t k = 0; k < 2; ++k) sum += std::pow(x.at(k) - static_cast<double>(client_points[i][k]), 2.0) / 2.0;
  }
  return sum / static_cast<double>(clients);
}

/// PRLC of the first so many points as the paper has it, in double: of a client its model, the one that it began from,
/// and the error that it remembers.
class Rounds {
 public:
  Rounds(const FloatBuffer& initial, std::size_t clients) : server{initial[0], initial[1]} {
    own.assign(clients, server);
    start_ = own;
    error_.assign(clients, Point{});
  }

  /// Round t of so many local steps; `code` what of a change and its error is sent, `move` what the server does with
  /// the mean.
  template <class Code, class Move>
  void take(int local_steps, Code code, Move move) {
    Point sum{};
    for (std::size_t i = 0; i < own.size(); ++i) {
      for (int step = 0; step < local_steps; ++step) {
        for (std::size_t k = 0; k < 2; ++k)
          own[i].at(k) -= rate * (own[i].at(k) - static_cast<double>(client_points[i][k]));
      }
      Point change{};
      for (std::size_t k = 0; k < 2; ++k) change.at(k) = own[i].at(k) - start_[i].at(k);
      const Point sent = code(change, error_[i]);
      for (std::size_t k = 0; k < 2; ++k) sum.at(k) += sent.at(k);
    }
    for (std::size_t k = 0; k < 2; ++k) move(k, server.at(k), sum.at(k) / static_cast<double>(own.size()));
    start_ = own;
  }
  void pull(std::size_t client) { own[client] = start_[client] = server; }

  Point server;
  std::vector<Point> own;

 private:
  std::vector<Point> start_;
  std::vector<Point> error_;
};

Point all_of(const Point& change, Point& /*error*/) { return change; }
void add(std::size_t /*k*/, double& x, double change) { x += change; }

/// The larger coordinate alone.
Point larger(const Point& change) {
  return std::abs(change[0]) >= std::abs(change[1]) ? Point{change[0], 0.0} : Point{0.0, change[1]};
}

}  // namespace

TEST_CASE("PRLC that always pulls is synchronous, times and bytes too, at any speeds", "[server]") {
  constexpr int workers = 5;
  const auto problem = noisy_quadratic(workers, 12, 4, 2);
  const auto platform = star_with_server(workers, 1e-4, 2);
  for (const std::string more :
       {R"(, "local_steps": 2, "outer": "nesterov")", R"(, "shards": 2, "compression": {"name": "qsgd", "bits": 4})",
        R"(, "compression": {"name": "top-k", "ratio": 0.5, "error_feedback": true})"}) {
    for (const std::uint32_t seed : {1U, 2U}) {
      CAPTURE(more, seed);
      const auto run = [&](const std::string& json) {
        return trained(problem, json, platform, prlc_training(7, 2), 1, 1, random_speeds(workers, seed)).all;
      };
      CHECK(run(prlc(1, more)) == run(server("synchronous", more)));
    }
  }
}

TEST_CASE("PRLC that pulls together is PR-SGD with as many steps as pushes between pulls, to rounding", "[server]") {
  constexpr int workers = 5;
  const auto problem = noisy_quadratic(workers, 6, 4, 2);
  const auto platform = star_with_server(workers);
  TrainingSettings settings = prlc_training(12, 2);
  settings.optimizer = optimizer(R"({"name": "sgd", "momentum": 0.9})");
  for (const auto& [pull_every, steps, period] : {std::tuple(3, 1, 3), std::tuple(2, 2, 4), std::tuple(5, 1, 5)}) {
    CAPTURE(pull_every, steps);
    const auto expected =
        trained(problem, server("synchronous", R"(, "local_steps": )" + std::to_string(period)), platform, settings, 5);
    const auto found = trained(problem, prlc(pull_every, together + (R"(, "local_steps": )" + std::to_string(steps))),
                               platform, settings, 1, 1, random_speeds(workers, 1));
    for (const auto& row : expected.metrics) {
      const auto same = std::find_if(found.metrics.begin(), found.metrics.end(),
                                     [&](const MetricsRow& each) { return each.iteration == row.iteration; });
      REQUIRE(same != found.metrics.end());
      CHECK(same->train_loss == Approx(row.train_loss).epsilon(1e-5));
      CHECK(same->consensus_distance == 0.0);
    }
    CHECK(expected.metrics.size() > 2);
  }
}

TEST_CASE("PRLC with one client is SGD, pulled or not, to rounding", "[server]") {
  const auto problem = noisy_quadratic(1, 6, 8, 2);
  const auto expected = trained(problem, all_reduce("1"), star(1, 1e9, 1e-4), prlc_training(12, 2), 1).metrics;
  for (const int pull_every : {1, 2, 5, 100}) {
    for (const std::string more : {"", together, R"(, "shards": 2)"}) {
      if (pull_every == 1 && more == together) continue;
      CAPTURE(pull_every, more);
      const auto found =
          trained(problem, prlc(pull_every, more), star_with_server(1, 1e-4, 2), prlc_training(12, 2), 1);
      REQUIRE(found.metrics.size() == expected.size());
      for (std::size_t row = 0; row < expected.size(); ++row) {
        CHECK(found.metrics[row].train_loss == Approx(expected[row].train_loss).epsilon(1e-5));
      }
    }
  }
}

TEST_CASE("PRLC of three clients, round by round in double", "[server]") {
  constexpr std::size_t clients = 3;
  const auto problem = points_of_workers(client_points);
  const auto platform = star_with_server(clients);
  const auto compute = steps_of_seconds({1.0, 2.31, 3.17});
  const auto check = [&](int pull_every, int local_steps, const std::string& more, auto code, auto move) {
    CAPTURE(pull_every, local_steps, more);
    const int rounds = 8;
    const auto run =
        trained(problem, prlc(pull_every, R"(, "local_steps": )" + std::to_string(local_steps) + more), platform,
                prlc_training(static_cast<std::uint64_t>(rounds * local_steps)), local_steps, 1, compute);
    REQUIRE(run.metrics.size() == rounds + 1);
    Rounds expected(problem.problem->initial(), clients);
    for (int t = 1; t <= rounds; ++t) {
      expected.take(local_steps, code, move);
      for (std::size_t i = 0; i < clients; ++i) {
        const int phase = more.find("together") == std::string::npos ? static_cast<int>(i) : 0;
        if ((t + phase) % pull_every == 0 || t == rounds) expected.pull(i);
      }
      const auto& row = run.metrics[static_cast<std::size_t>(t)];
      INFO("round " << t);
      CHECK(row.train_loss == Approx(loss(expected.server, clients)).epsilon(1e-5));
      double apart = 0.0;  // of the clients, from their mean
      for (std::size_t k = 0; k < 2; ++k) {
        const double mean = (expected.own[0].at(k) + expected.own[1].at(k) + expected.own[2].at(k)) / 3.0;
        for (const Point& own : expected.own) apart += (own.at(k) - mean) * (own.at(k) - mean) / 3.0;
      }
      CHECK(row.consensus_distance == Approx(apart).epsilon(1e-5).margin(1e-9));
    }
    for (const auto& model : run.models) {  // of numbers about 1, in float32
      for (std::size_t k = 0; k < 2; ++k) CHECK(model[k] == Approx(expected.server.at(k)).margin(1e-5));
    }
  };
  for (const int pull_every : {2, 3, 5}) {
    for (const int local_steps : {1, 2}) {
      check(pull_every, local_steps, "", all_of, add);
      check(pull_every, local_steps, together, all_of, add);
    }
  }
  Point momentum{};
  check(2, 2, R"(, "outer": {"name": "slowmo", "momentum": 0.5, "learning_rate": 0.7})", all_of,
        [&](std::size_t k, double& x, double change) {
          momentum.at(k) = 0.5 * momentum.at(k) - change;
          x -= 0.7 * momentum.at(k);
        });
  // What a code leaves out is lost to the server, but for error feedback, and stays in the client until it pulls.
  const std::string half = R"(, "compression": {"name": "top-k", "ratio": 0.5)";
  check(
      3, 1, half + "}", [](const Point& change, Point& /*error*/) { return larger(change); }, add);
  check(
      3, 1, half + R"(, "error_feedback": true})",
      [](const Point& change, Point& error) {
        const Point all = {change[0] + error[0], change[1] + error[1]};
        const Point sent = larger(all);
        error = {all[0] - sent[0], all[1] - sent[1]};
        return sent;
      },
      add);
}

TEST_CASE("what PRLC sends: a change up after each push, a model down for each pull", "[server]") {
  // d = 100: 4 d bytes and 16 of a header. 4 clients, 12 rounds, after the last of which those pull whose turn it is
  // not, too. Staggered with p = 2, clients 1 and 3 pull in odd rounds: 4 * 6 + 2. With p = 3, clients 1 and 2 do not
  // pull in round 12: 4 * 4 + 2. Together: 4 * 6 and 4 * 4. With p = 100 nobody pulls before the end.
  const auto problem = noisy_quadratic(4, 100, 4, 1);
  for (const auto& [pull_every, more, pulls] :
       {std::tuple(1, "", 48), std::tuple(2, "", 26), std::tuple(3, "", 18), std::tuple(2, together, 24),
        std::tuple(3, together, 16), std::tuple(100, "", 4)}) {
    CAPTURE(pull_every, more);
    const Json all = trained(problem, prlc(pull_every, more), star_with_server(4), prlc_training(12), 12).all;
    CHECK(all["messages"] == Json({13, 12, 12, 12, pulls}));
    CHECK(all["bytes"] == Json({13 * 416, 12 * 416, 12 * 416, 12 * 416, pulls * 416}));
  }
}

TEST_CASE("who does not pull does not wait: how long PRLC takes, by hand", "[server]") {
  // Steps of 1 s and 4 s, messages of 100 ms each way; 6 rounds. Together with p = 3 the fast client waits for the slow
  // one in rounds 3 and 6: 2 (12 + 0.2), and nobody pays for the latency in between.
  const auto problem = noisy_quadratic(2, 3, 4, 1);
  const auto run = [&](const std::string& json) {
    return trained(problem, json, star_with_server(2, 0.05), prlc_training(6), 1, 1, steps_of_seconds({1.0, 4.0}));
  };
  CHECK(run(prlc(3, together)).all["now"].get<double>() == Approx(24.4).margin(1e-3));
  CHECK(run(prlc(1)).all["now"].get<double>() == Approx(6 * 4.2).margin(1e-3));
  // Evaluations wait for the server: that of round 1 is there when the slow client's change is, at 4.1 s.
  CHECK(run(prlc(3, together)).metrics[1].sim_time_s == Approx(4.1).margin(1e-3));
}

TEST_CASE("no network changes what PRLC learns, or what of it is evaluated", "[server]") {
  // With a latency of seconds clients are several rounds ahead of the server, and shards apart from each other.
  constexpr int workers = 3;
  const auto problem = noisy_quadratic(workers, 7, 4, 2);
  for (const std::string more : {"", together, R"(, "shards": 3, "local_steps": 2)"}) {
    const auto run = [&](double latency_s, std::uint32_t seed) {
      return figures(trained(problem, prlc(4, more), star_with_server(workers, latency_s, 3), prlc_training(14, 2), 1,
                             1, random_speeds(workers, seed))
                         .all);
    };
    const Json expected = run(0.0, 1);
    CAPTURE(more);
    CHECK(run(0.002, 2) == expected);
    CHECK(run(5.0, 3) == expected);
  }
}
