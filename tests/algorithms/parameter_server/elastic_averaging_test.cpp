// SPDX-License-Identifier: Apache-2.0
// EASGD: event by event and round by round against double, its two ways to exchange, what it keeps, and when it is
// stable.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/algorithms/observing_model.hpp"
#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/algorithms/parameter_server/three_clients.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr double momentum_delta = 0.9;
constexpr auto in_rounds = R"(, "in_rounds": true)";
constexpr auto plain = R"("sgd")";
constexpr auto heavy_ball = R"({"name": "sgd", "momentum": 0.9})";
constexpr auto nesterov = R"({"name": "sgd", "momentum": 0.9, "nesterov": true})";

std::string easgd(const std::string& more = "") { return server("easgd", more); }

std::string local_steps(int count) { return R"(, "local_steps": )" + std::to_string(count); }

TrainingSettings elastic_training(std::uint64_t iterations, double learning_rate = 0.1,
                                  const std::string& steps = plain) {
  TrainingSettings settings{.iterations = iterations, .batch_size = 1, .learning_rate = learning_rate};
  settings.optimizer = optimizer(steps);
  return settings;
}

ReporterSettings by_iterations(int every) {
  auto reports = by_total_steps(every);
  reports.clock = EvaluationClock::iterations;
  return reports;
}

/// One of ThreeClients, with a model of its own, as the paper writes it (algorithms 1 and 2):
///
///     v <- delta v - gamma g(x + delta v);   x <- x + v;
///
/// g(x) with heavy-ball momentum; v <- -gamma g(x) without any.
struct ElasticClientInDouble {
  std::size_t index;
  std::string steps;  ///< plain, heavy_ball or nesterov
  Point x = ThreeClients::initial();
  Point v{};
  Point move{};

  void draw_to(const Point& centre, double elasticity) {
    for (std::size_t k = 0; k < 2; ++k) move.at(k) = elasticity * (x.at(k) - centre.at(k));
  }

  void step() {
    for (std::size_t k = 0; k < 2; ++k) {
      const double kept = steps == plain ? 0.0 : momentum_delta * v.at(k);
      const double at = steps == nesterov ? x.at(k) + kept : x.at(k);
      v.at(k) = kept - ThreeClients::rate * (at - ThreeClients::optimum.at(index).at(k));
      x.at(k) += v.at(k);
    }
  }

  void make_move() {
    for (std::size_t k = 0; k < 2; ++k) x.at(k) -= move.at(k);
  }
};

std::vector<ElasticClientInDouble> three(const std::string& steps) { return {{0, steps}, {1, steps}, {2, steps}}; }

/// Asynchronous EASGD with ThreeClients, event by event.
class Asynchronous {
 public:
  Asynchronous(int local_steps, double elasticity, const std::string& steps)
      : local_steps_(local_steps), elasticity_(elasticity), clients_(three(steps)) {
    rows.push_back({0.0, centre_, 0});
    for (auto& client : clients_) ask(client);
  }

  void run(int total_steps) {
    total_steps_ = total_steps;
    while (steps_ < total_steps) {
      const auto next = agenda_.begin();
      const auto what = next->second;
      // The order of what is nearer than roundings and bytes take is not known. At first nothing moves.
      if (now_s_ > 1.0) REQUIRE(next->first > now_s_ + 1e-4);
      now_s_ = next->first;
      agenda_.erase(next);
      what();
    }
  }

  std::vector<ThreeClients::Row> rows;
  std::vector<int> staleness;

 private:
  using Client = ElasticClientInDouble;

  void after(double seconds, std::function<void()> what) { agenda_.emplace(now_s_ + seconds, std::move(what)); }

  void ask(Client& client) {
    after(ThreeClients::transit_s, [this, &client] {
      read_.at(client.index) = moves_;
      after(ThreeClients::transit_s, [this, &client, centre = centre_] { begin(client, centre); });
    });
  }

  void begin(Client& client, const Point& centre) {
    client.draw_to(centre, elasticity_);
    after(ThreeClients::transit_s, [this, &client, move = client.move] { take(client, move); });
    after(ThreeClients::step_s.at(client.index), [this, &client] {
      client.step();
      client.make_move();
      go_on(client, local_steps_ - 1);
    });
  }

  void take(const Client& client, const Point& move) {
    for (std::size_t k = 0; k < 2; ++k) centre_.at(k) += move.at(k);
    const std::size_t stale = moves_++ - read_.at(client.index);
    if (staleness.size() <= stale) staleness.resize(stale + 1, 0);
    ++staleness[stale];
  }

  void go_on(Client& client, int left) {
    if (left > 0) {
      after(ThreeClients::step_s.at(client.index), [this, &client, left] {
        client.step();
        go_on(client, left - 1);
      });
      return;
    }
    const int before = std::exchange(steps_, steps_ + local_steps_);
    if (steps_ / 3 != before / 3 || steps_ >= total_steps_) {
      rows.push_back({now_s_, centre_, static_cast<std::uint64_t>(steps_ / 3)});
    }
    ask(client);
  }

  int local_steps_;
  double elasticity_;
  std::vector<Client> clients_;
  Point centre_ = ThreeClients::initial();
  std::size_t moves_ = 0;
  std::array<std::size_t, 3> read_{};
  double now_s_ = 0.0;
  std::multimap<double, std::function<void()>> agenda_;
  int steps_ = 0;
  int total_steps_ = 0;
};

/// Synchronous EASGD with ThreeClients, round by round.
std::vector<ThreeClients::Row> rounds_in_double(int rounds, int local_steps, double elasticity,
                                                const std::string& steps) {
  auto clients = three(steps);
  Point centre = ThreeClients::initial();
  std::array<double, 3> ready_s{};  // to begin the next round
  std::vector<ThreeClients::Row> rows = {{0.0, centre, 0}};
  for (int round = 1; round <= rounds; ++round) {
    const double next_centre_s = *std::max_element(ready_s.begin(), ready_s.end()) + 2.0 * ThreeClients::transit_s;
    for (auto& client : clients) client.draw_to(centre, elasticity);
    for (auto& client : clients) {
      for (std::size_t k = 0; k < 2; ++k) centre.at(k) += client.move.at(k);
      client.step();
      client.make_move();
      for (int others = 1; others < local_steps; ++others) client.step();
      double& ready = ready_s.at(client.index);
      ready = std::max(next_centre_s, ready + local_steps * ThreeClients::step_s.at(client.index));
    }
    rows.push_back({*std::max_element(ready_s.begin(), ready_s.end()), centre,
                    static_cast<std::uint64_t>(round) * static_cast<std::uint64_t>(local_steps)});
  }
  return rows;
}

/// Only latencies and local steps take time here, so what is sent at one instant arrives at one.
PlatformSettings far_apart(int workers, double latency_s = 0.01, int servers = 1) {
  auto platform = star(workers + servers, 1e15, latency_s, 1e18);
  platform.workers = workers;
  return platform;
}

ComputeSettings as_fast(int workers) {
  return steps_of_seconds(std::vector<double>(static_cast<std::size_t>(workers), 1.0));
}

}  // namespace

TEST_CASE("asynchronous EASGD with three unequal clients, event by event in double", "[server]") {
  for (const std::string steps : {plain, heavy_ball, nesterov}) {
    for (const int period : {1, 3}) {
      CAPTURE(steps, period);
      Asynchronous expected(period, 0.2, steps);
      expected.run(3 * 12);
      auto settings = ThreeClients::training(12);
      settings.optimizer = optimizer(steps);
      const auto run = check_rows(easgd(R"(, "elasticity": 0.2)" + local_steps(period)), settings, expected.rows);
      CHECK(run.all["staleness"] == Json(expected.staleness));
    }
  }
}

TEST_CASE("synchronous EASGD with three unequal clients, round by round in double", "[server]") {
  for (const std::string steps : {plain, heavy_ball, nesterov}) {
    for (const int period : {1, 3}) {
      CAPTURE(steps, period);
      auto settings = ThreeClients::training(12);
      settings.optimizer = optimizer(steps);
      const auto run = check_rows(easgd(R"(, "elasticity": 0.2)" + local_steps(period) + in_rounds), settings,
                                  rounds_in_double(12 / period, period, 0.2, steps));
      CHECK(run.all["staleness"].empty());
    }
  }
}

TEST_CASE("unless it is given, the elasticity is 0.9 over the number of clients", "[server]") {
  Asynchronous expected(2, 0.9 / 3.0, plain);
  expected.run(3 * 12);
  check_rows(easgd(local_steps(2)), ThreeClients::training(12), expected.rows);
  CHECK(prepared(easgd(), 4)->settled() == Json({{"elasticity", 0.225}}));
  CHECK(prepared(easgd(R"(, "elasticity": 0.5)"), 4)->settled() == Json({{"elasticity", 0.5}}));
  CHECK(prepared(server("fedbuff"), 4)->settled() == Json::object());
}

TEST_CASE("where all are as fast and messages take time, both ways to exchange are one, bit for bit", "[server]") {
  constexpr int workers = 4;
  const auto problem = noisy_quadratic(workers, 6, 4, 2);
  // Evaluated where all have come to the same steps, the growing periods of 1, 2, 3, 3 and 3 at the end only.
  for (const auto& [more, every] :
       {std::pair(R"(, "elasticity": 0.3)", 1), std::pair(R"(, "local_steps": 3)", 3),
        std::pair(R"(, "shards": 2, "local_steps": {"name": "growing", "most": 3})", 12),
        std::pair(R"(, "compression": {"name": "qsgd", "bits": 4})", 1),
        std::pair(R"(, "compression": {"name": "top-k", "ratio": 0.5}, "local_steps": 2)", 2)}) {
    for (const std::string steps : {plain, nesterov}) {
      CAPTURE(more, steps);
      auto settings = elastic_training(12, 0.1, steps);
      settings.batch_size = 2;
      settings.weight_decay = 0.01;
      settings.schedule = schedule(R"({"name": "step", "milestones": [5], "gamma": 0.5})");
      const auto platform = far_apart(workers, 0.01, 2);
      const auto run = [&](const std::string& exchange, const ReporterSettings& reports) {
        const auto ready = prepared(easgd(std::string(more) + exchange), platform, problem.model->layout());
        return trained(problem, ready, platform, settings, reports, 1, as_fast(workers)).all;
      };
      const Json rounds = run(in_rounds, by_iterations(every));
      CHECK(rounds["metrics"].size() == 1 + 12 / static_cast<std::size_t>(every));
      CHECK(figures(run("", by_total_steps(every))) == figures(rounds));
    }
  }
}

TEST_CASE("what comes at one instant is added before anybody is answered, by hand", "[server]") {
  // Messages take 1 s, steps of client 0 take 1 s, and those of client 1 take 2 s: client 0 asks every 3 s from 0 on,
  // and client 1 every 4 s. The servers are asked 1 s later, and get the move 3 s later:
  //
  //     1: both read       3: 0 moves (0 stale), 1 moves (1)     4: 0 reads       5: 1 reads     6: 0 moves (0)
  //     7: 1 moves (1), 0 reads      9: 0 moves (0), 1 reads    10: 0 reads     11: 1 moves (0)     12: 0 moves (1)
  //
  // Both reads beside a move find it there; else the moves at 9 and 11 were 1 stale. At 13 s, after 7 steps, it begins
  // anew. The 18th step is taken at 32 s, when that has happened twice, and up to the 8th second once more.
  const auto problem = noisy_quadratic(2, 3, 4, 1);
  const auto platform = far_apart(2, 0.5);
  const auto ready = prepared(easgd(), platform, problem.model->layout());
  const auto run =
      trained(problem, ready, platform, elastic_training(9), by_total_steps(9), 1, steps_of_seconds({1.0, 2.0}));
  CHECK(run.all["now"].get<double>() == Approx(32.0));
  CHECK(run.all["staleness"] == Json({10, 8}));
}

TEST_CASE("by samples the centre comes to the optimum of all samples, and else to that of all workers", "[server]") {
  // Where nothing moves any more, sum_i w_i (x_i - c) = 0 and gamma (x_i - a_i) = -alpha (x_i - c), and so
  // sum_i w_i (c - a_i) = 0: the centre is the mean of the a_i with these weights, and the square of f's gradient there
  // that of its distance from (0.75, 3.625), the mean of all samples. The mean of the a_i is (10/3, 4/3).
  const auto problem = three_unequal_shares();
  for (const std::string exchange : {"", in_rounds}) {
    for (const std::string average : {"samples", "equal"}) {
      CAPTURE(exchange, average);
      const auto platform = star_with_server(3);
      const auto ready = prepared(easgd(R"(, "average": ")" + average + '"' + exchange), platform,
                                  problem.model->layout(), algorithms(), problem.samples);
      const auto reports = exchange.empty() ? by_total_steps(400) : by_iterations(400);
      const auto run = trained(problem, ready, platform, elastic_training(400), reports, 1, as_fast(3));
      const double x = 10.0 / 3.0 - 0.75;
      const double y = 4.0 / 3.0 - 3.625;
      const double expected = average == "samples" ? 0.0 : x * x + y * y;
      CHECK(run.metrics.back().gradient_norm_sq == Approx(expected).epsilon(1e-3).margin(1e-6));
    }
  }
}

TEST_CASE("a client that exchanges once, before any step, is sequential SGD, bit for bit", "[server]") {
  // What it and the centre begin with is the same, so e is 0.
  const auto problem = noisy_quadratic(1, 6, 8, 2);
  for (const std::string steps : {plain, heavy_ball, nesterov}) {
    INFO(steps);
    auto settings = elastic_training(9, 0.1, steps);
    settings.batch_size = 2;
    const auto alone = trained(problem, all_reduce("9"), star(1, 1e9, 1e-4), settings, 9);
    for (const std::string exchange : {"", in_rounds}) {
      INFO(exchange);
      const auto platform = star_with_server(1);
      const auto ready = prepared(easgd(local_steps(9) + exchange), platform, problem.model->layout());
      const auto reports = exchange.empty() ? by_total_steps(9) : by_iterations(9);
      const auto run = trained(problem, ready, platform, settings, reports);
      REQUIRE(run.metrics.size() == 2);
      CHECK(run.all["worker_metrics"][1][3] == alone.all["worker_metrics"][1][3]);
      CHECK(run.metrics[1].train_loss == run.metrics[0].train_loss);  // the centre stays
      if (!exchange.empty()) CHECK(run.models == alone.models);
    }
  }
}

TEST_CASE("without gradients the sum of centre and models stays, and all of them come to its mean", "[server]") {
  // Four steps displace the workers, then the rate is 1e-31. In one dimension, left of the mean m of the points, the
  // centre is m less the norm of f's gradient, and x_i is m - sqrt(2 f(x_i) - variance), to some roundings.
  const std::vector<std::vector<float>> points = {{6.0F}, {9.0F}, {7.5F}};
  const auto problem = points_of_workers(points);
  REQUIRE(problem.problem->initial()[0] < 3.0F);  // and so left of all points
  const double mean = 7.5;
  const double variance = (1.5 * 1.5 + 1.5 * 1.5) / 3.0;
  for (const std::string more : {"", R"(, "compression": "natural")"}) {
    INFO(more);
    auto settings = elastic_training(60);
    settings.schedule = schedule(R"({"name": "step", "milestones": [4], "gamma": 1e-30})");
    const auto run =
        trained(problem, easgd(R"(, "elasticity": 0.25)" + std::string(more) + in_rounds), far_apart(3), settings, 1);
    REQUIRE(run.metrics.size() == 61);
    const auto model = [&](std::size_t row, std::size_t worker) {
      const double loss = run.all["worker_metrics"][3 * row + worker][3].get<double>();
      return mean - std::sqrt(2.0 * loss - variance);
    };
    const auto centre = [&](std::size_t row) { return mean - std::sqrt(run.metrics[row].gradient_norm_sq); };
    const auto sum = [&](std::size_t row) { return centre(row) + model(row, 0) + model(row, 1) + model(row, 2); };
    CHECK(std::abs(model(4, 0) - model(4, 1)) > 0.2);
    for (std::size_t row = 4; row <= 60; ++row) CHECK(sum(row) == Approx(sum(4)).epsilon(1e-6));
    for (std::size_t worker = 0; worker < 3; ++worker) {
      CHECK(model(60, worker) == Approx(sum(4) / 4.0).epsilon(more.empty() ? 1e-6 : 1e-4));
    }
    CHECK(centre(60) == Approx(sum(4) / 4.0).epsilon(more.empty() ? 1e-6 : 1e-4));
  }
}

TEST_CASE("EASGD is stable up to an elasticity that follows from rate and number of clients", "[server]") {
  // On curvature 1 the distances (z, c) of the mean of models and of the centre from the optimum go to
  //     (1 - gamma - alpha) z + alpha c   and   beta z + (1 - beta) c,   beta = M alpha.
  // The lesser root of its characteristic polynomial is above -1 as long as 1 + trace + determinant > 0:
  //     alpha < (4 - 2 gamma) / (M (2 - gamma) + 2),
  // which is (4 - 2 gamma) / (4 - gamma) for one client (Zhang et al., section 4). With gamma = 1/2: 6/7, and 3/8 for
  // four; 0.02 from there the root is 0.03 to 0.1 from -1.
  const auto growth = [](int workers, double elasticity, const std::string& exchange) {
    const auto problem = noisy_quadratic(workers, 3, 1, 1);
    const auto platform = far_apart(workers);
    const auto ready = prepared(easgd(R"(, "elasticity": )" + std::to_string(elasticity) + exchange), platform,
                                problem.model->layout());
    const auto reports = exchange.empty() ? by_total_steps(200) : by_iterations(200);
    const auto run = trained(problem, ready, platform, elastic_training(200, 0.5), reports, 1, as_fast(workers));
    return run.metrics.back().gradient_norm_sq / run.metrics.front().gradient_norm_sq;
  };
  for (const std::string exchange : {"", in_rounds}) {
    INFO(exchange);
    CHECK(growth(1, 6.0 / 7.0 - 0.02, exchange) < 1e-3);
    CHECK(growth(1, 6.0 / 7.0 + 0.02, exchange) > 1e3);
    CHECK(growth(4, 3.0 / 8.0 - 0.02, exchange) < 1e-3);
    CHECK(growth(4, 3.0 / 8.0 + 0.02, exchange) > 1e3);
  }
}

TEST_CASE("an elasticity beyond 2 / (M + 1), unstable without gradients, is warned about", "[server]") {
  const auto lines = [](const std::string& more) { return prepared(easgd(more), 4).warnings(); };
  CHECK(lines("").empty());
  CHECK(lines(R"(, "elasticity": 0.4)").empty());
  REQUIRE(lines(R"(, "elasticity": 0.41)").size() == 1);
  CHECK_THAT(lines(R"(, "elasticity": 0.41)").front(),
             Catch::Contains("\"elasticity\" is 0.41, beyond 2 / (M + 1) = 0.4"));
  CHECK(lines(R"(, "compression": "top-k")").empty());  // what it leaves out comes with the next move
}

TEST_CASE("a centre that is told nothing before training ends is warned about", "[server]") {
  // What a period has changed is told with the next one, of which there is none.
  const auto lines = [](const std::string& more) { return prepared(server("easgd", more), 4)->warnings({}, 6); };
  for (const std::string in_rounds : {"", R"(, "in_rounds": true)"}) {
    CHECK(lines(local_steps(5) + in_rounds).empty());
    REQUIRE(lines(local_steps(6) + in_rounds).size() == 1);
    CHECK(lines(local_steps(6) + in_rounds).front() ==
          "\"easgd\" tells what a period of local steps has changed beside the steps after it, and the first period "
          "ends with training, 6 steps: the servers learn nothing");
    CHECK(lines(local_steps(7) + in_rounds).size() == 1);
    CHECK(lines(R"(, "local_steps": "once")" + in_rounds).size() == 1);
  }
  CHECK(prepared(server("fedasync", local_steps(6)), 4)->warnings({}, 6).empty());
}

TEST_CASE("what EASGD sends: a request and a move up, the centre down, and the initial model once", "[server]") {
  // d = 100: 4 d bytes, or 2 d by fp16, and 16 of a header, which is all of a request. 6 / 2 = 3 exchanges.
  const auto run = [](int workers, const std::string& more, const ReporterSettings& reports) {
    const auto problem = noisy_quadratic(workers, 100, 4, 1);
    const auto platform = star_with_server(workers, 1e-4, 2);
    const auto ready = prepared(easgd(local_steps(2) + more), platform, problem.model->layout());
    return trained(problem, ready, platform, elastic_training(6), reports, 1, as_fast(workers)).all;
  };
  constexpr int full = 416;
  for (const auto& [more, move] : {std::pair("", full), std::pair(R"(, "compression": "fp16")", 216)}) {
    INFO(more);
    const Json asked = run(1, more, by_total_steps(6));
    CHECK(asked["messages"] == Json({7, 3}));
    CHECK(asked["bytes"] == Json({full + 3 * (16 + move), 3 * full}));
    CHECK(asked["staleness"] == Json({3}));  // nobody else moves the centre
    const Json rounds = run(3, more + std::string(in_rounds), by_iterations(6));
    CHECK(rounds["messages"] == Json({4, 3, 3, 9}));
    CHECK(rounds["bytes"] == Json({full + 3 * move, 3 * move, 3 * move, 9 * full}));
  }
  const Json shards = run(1, R"(, "shards": 2)", by_total_steps(6));
  CHECK(shards["messages"] == Json({14, 3, 3}));
  CHECK(shards["bytes"] == Json({2 * 216 + 3 * 2 * (16 + 216), 3 * 216, 3 * 216}));
}

TEST_CASE("how long EASGD takes: waiting for the centre, or only for what steps leave of it", "[server]") {
  // Steps of 1 s, two latencies of 50 ms each way. Asynchronous: 6 steps, and 0.2 s for each of 3 answers. In rounds
  // the centre comes while the two steps go on; with messages of 1.2 s each way it comes 0.4 s after them.
  const auto problem = noisy_quadratic(1, 3, 4, 1);
  const auto seconds = [&](double latency_s, const std::string& exchange) {
    const auto platform = star_with_server(1, latency_s);
    const auto ready = prepared(easgd(local_steps(2) + exchange), platform, problem.model->layout());
    const auto reports = exchange.empty() ? by_total_steps(6) : by_iterations(6);
    return trained(problem, ready, platform, elastic_training(6), reports, 1, as_fast(1)).all["now"].get<double>();
  };
  CHECK(seconds(0.05, "") == Approx(6 + 3 * 0.2).margin(1e-4));
  CHECK(seconds(0.05, in_rounds) == Approx(6.0).margin(1e-4));
  CHECK(seconds(0.6, in_rounds) == Approx(3 * 2.4).margin(1e-4));
}

TEST_CASE("running statistics are drawn to the centre's as models are, whatever the shards", "[server]") {
  constexpr int workers = 3;
  const auto problem = observing_problem(workers, 5, 4, 2);
  const auto platform = star_with_server(workers, 1e-4, 3);
  const auto run = [&](int shards) {
    const auto json = easgd(R"(, "elasticity": 0.25, "local_steps": 2, "exchange_buffers": true, "shards": )" +
                            std::to_string(shards) + in_rounds);
    const auto ready = prepared(json, platform, exchanged_layout(*problem.model, true, 0));
    auto settings = elastic_training(8);
    settings.batch_size = 2;
    return trained(problem, ready, platform, settings, by_iterations(2));
  };
  const auto whole = run(1);
  // The batches that a worker has counted, n, and the centre's count c: 2 more in a round, and a move of (n - c) / 4.
  double n = 0.0;
  double c = 0.0;
  for (int round = 0; round < 4; ++round) {
    const double move = (n - c) / 4.0;
    c += workers * move;
    n += 2.0 - move;
  }
  for (const auto& buffers : whole.buffers) CHECK(buffers.back() == Approx(n).epsilon(1e-6));
  for (const int shards : {2, 3}) {
    const auto cut = run(shards);
    CHECK(figures(cut.all) == figures(whole.all));
    CHECK(cut.buffers == whole.buffers);
  }
}
