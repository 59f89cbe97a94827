// SPDX-License-Identifier: Apache-2.0
// Synchronous rounds with a server: by hand, against all-reduce, and what they cost.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "sim/algorithms/parameter_server/sampled_server.hpp"
#include "tests/algorithms/parameter_server/served.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

TrainingSettings synchronous_training(std::uint64_t iterations, double learning_rate = 0.1) {
  return {.iterations = iterations, .batch_size = 1, .learning_rate = learning_rate};
}

/// 1/2 ||x - a||^2, the mean over the points.
double loss(const std::array<double, 2>& x, const std::vector<std::vector<float>>& points) {
  double sum = 0.0;
  for (const auto& a : points) {
    for (std::size_t k = 0; k < 2; ++k) sum += std::pow(x.at(k) - static_cast<double>(a[k]), 2.0) / 2.0;
  }
  return sum / static_cast<double>(points.size());
}

constexpr std::array<int, 4> four_clients = {0, 1, 2, 3};

/// Trains in rounds of two of four clients, and checks each evaluation in double: one step from x to x - 0.1 (x - a_i),
/// of the clients that the server, of rank 4, draws by `draw`, and half the sum of their changes, each as often as the
/// client counts. Two rounds are as many steps as one of each client.
Trained check_rounds_of_two(const std::string& more, const std::vector<std::uint64_t>& samples,
                            const std::array<double, 4>& counts, const SampledServer::Draw& draw) {
  const std::vector<std::vector<float>> points = {{4.0F, 0.0F}, {-2.0F, 3.0F}, {1.0F, -5.0F}, {0.0F, 2.0F}};
  const auto problem = points_of_workers(points);
  const auto platform = star_with_server(4);
  const auto ready = prepared(server("synchronous", R"(, "clients_per_round": 2)" + more), platform, {{"x", {2}}},
                              algorithms(), samples);
  auto run = trained(problem, ready, platform, synchronous_training(6), by_total_steps(1), 1,
                     steps_of_seconds({1.0, 2.31, 3.17, 1.3}));
  const auto& initial = problem.problem->initial();
  std::array<double, 2> x = {static_cast<double>(initial[0]), static_cast<double>(initial[1])};
  REQUIRE(run.metrics.size() == 7);
  for (std::uint32_t row = 0; row < 7; ++row) {
    INFO("row " << row);
    CHECK(run.metrics[row].iteration == row);
    CHECK(run.metrics[row].train_loss == Approx(loss(x, points)).epsilon(1e-5));
    for (const std::uint32_t round : {2 * row, 2 * row + 1}) {
      const auto before = x;
      for (const int client : draw(Stream(1, Purpose::clients, 4, round), four_clients)) {
        const auto i = static_cast<std::size_t>(client);
        for (std::size_t k = 0; k < 2; ++k) {
          x.at(k) -= 0.05 * counts.at(i) * (before.at(k) - static_cast<double>(points[i][k]));
        }
      }
    }
  }
  return run;
}

}  // namespace

TEST_CASE("rounds of all clients are all-reduce, to rounding", "[server]") {
  constexpr int workers = 5;
  const auto problem = noisy_quadratic(workers, 6, 4, 2);
  TrainingSettings settings{.iterations = 12, .batch_size = 2, .learning_rate = 0.1, .weight_decay = 0.01};
  settings.optimizer = optimizer(R"({"name": "sgd", "momentum": 0.9})");
  const auto platform = star_with_server(workers);
  for (const std::string steps : {"1", "3", R"({"name": "growing", "most": 3})"}) {
    for (const std::string state : {"local", "reset"}) {
      CAPTURE(steps, state);
      const std::string more = R"(, "optimizer_state": ")" + state + '"';
      const auto expected = trained(problem, all_reduce(steps, more), platform, settings, 1);
      const auto served =
          trained(problem, server("synchronous", R"(, "local_steps": )" + steps + more), platform, settings, 1);
      REQUIRE(served.metrics.size() == expected.metrics.size());
      for (std::size_t row = 0; row < served.metrics.size(); ++row) {
        CHECK(served.metrics[row].iteration == expected.metrics[row].iteration);
        // The mean of models, or a model and the mean of differences to it: some roundings of float32 apart.
        CHECK(served.metrics[row].train_loss == Approx(expected.metrics[row].train_loss).epsilon(1e-5));
        CHECK(served.metrics[row].consensus_distance == 0.0);
      }
      for (int worker = 1; worker < workers; ++worker) {
        CHECK(served.models[static_cast<std::size_t>(worker)] == served.models[0]);
      }
      CHECK(served.all["staleness"].empty());
    }
  }
}

TEST_CASE("two clients and the outer optimisers, by hand", "[server]") {
  // With f_i(x) = 1/2 ||x - a_i||^2 a step goes to a_i + 0.9 (x - a_i), and K = 2 steps to a_i + 0.81 (x - a_i); with m
  // the mean of the a_i, clients come to m + 0.81 (x - m) in the mean, so D = 0.19 (m - x).
  const std::vector<std::vector<float>> points = {{4.0F, 0.0F}, {-2.0F, 3.0F}};
  const auto problem = points_of_workers(points);
  const std::array<double, 2> mean = {1.0, 1.5};
  const auto& initial = problem.problem->initial();
  const auto run = [&](const std::string& outer) {
    return trained(problem, server("synchronous", R"(, "local_steps": 2)" + outer), star_with_server(2),
                   synchronous_training(8), 2);
  };
  const auto check = [&](const Trained& found, const std::function<void(double&, double&, double)>& step) {
    std::array<double, 2> x = {static_cast<double>(initial[0]), static_cast<double>(initial[1])};
    std::array<double, 2> momentum = {0.0, 0.0};
    REQUIRE(found.metrics.size() == 5);
    for (const auto& row : found.metrics) {
      CHECK(row.train_loss == Approx(loss(x, points)).epsilon(1e-5));
      for (std::size_t k = 0; k < 2; ++k) step(x.at(k), momentum.at(k), 0.19 * (mean.at(k) - x.at(k)));
    }
  };
  check(run(""), [](double& x, double& /*momentum*/, double change) { x += change; });
  check(run(R"(, "outer": {"name": "slowmo", "momentum": 0.5, "learning_rate": 0.7})"),
        [](double& x, double& momentum, double change) {
          momentum = 0.5 * momentum - change;
          x -= 0.7 * momentum;
        });
  check(run(R"(, "outer": {"name": "nesterov", "momentum": 0.5, "learning_rate": 0.7})"),
        [](double& x, double& momentum, double change) {
          momentum = 0.5 * momentum - change;
          x -= 0.7 * (-change + 0.5 * momentum);
        });
  check(run(R"(, "outer": {"name": "adagrad", "learning_rate": 0.7})"), [](double& x, double& n, double change) {
    n += change * change;
    x += 0.7 * change / std::sqrt(n);
  });
  std::array<double, 2> squares = {0.0, 0.0};
  int calls = 0;  // two a step, one for each coordinate
  check(run(R"(, "outer": {"name": "adam", "learning_rate": 0.7})"), [&](double& x, double& m, double change) {
    double& v = squares.at(static_cast<std::size_t>(calls % 2));
    const int number = calls / 2 + 1;
    ++calls;
    m = 0.9 * m + 0.1 * change;
    v = 0.999 * v + 0.001 * change * change;
    x += 0.7 * m / (1.0 - std::pow(0.9, number)) / std::sqrt(v / (1.0 - std::pow(0.999, number)));
  });
}

TEST_CASE("what rounds send: a change up and a model down, and the initial model once", "[server]") {
  // d = 100: 4 d bytes, or 2 d by fp16, and 16 of a header. 4 clients, 6 / 2 = 3 rounds.
  const auto problem = noisy_quadratic(4, 100, 4, 1);
  const auto run = [&](const std::string& more) {
    return trained(problem, server("synchronous", R"(, "local_steps": 2)" + more), star_with_server(4),
                   synchronous_training(6), 2)
        .all;
  };
  constexpr int full = 416;
  constexpr int half = 216;
  for (const auto& [more, up, down] : {std::tuple("", full, full), std::tuple(R"(, "compression": "fp16")", half, full),
                                       std::tuple(R"(, "compression": "fp16", "downlink": "fp16")", half, half)}) {
    INFO(more);
    const Json all = run(more);
    CHECK(all["messages"] == Json({4, 3, 3, 3, 12}));
    CHECK(all["bytes"] == Json({full + 3 * up, 3 * up, 3 * up, 3 * up, 12 * down}));
  }
}

TEST_CASE("how long rounds take: steps of the slowest client, and two messages", "[server]") {
  // A step of 1 s, of one client 4 s; two latencies of 50 ms each way. The server computes for some ns.
  const auto problem = noisy_quadratic(3, 3, 4, 1);
  const auto seconds = [&](std::vector<double> steps) {
    return trained(problem, server("synchronous"), star_with_server(3, 0.05), synchronous_training(3), 1, 1,
                   steps_of_seconds(std::move(steps)))
        .all["now"]
        .get<double>();
  };
  CHECK(seconds({1.0, 1.0, 1.0}) == Approx(3 * 1.2).margin(1e-4));
  CHECK(seconds({1.0, 4.0, 1.0}) == Approx(3 * 4.2).margin(1e-4));
}

TEST_CASE("codes both ways leave all clients with the server's model, and learn", "[server]") {
  constexpr int workers = 4;
  const auto problem = noisy_quadratic(workers, 40, 4, 2);
  for (
      const std::string more :
      {R"(, "compression": {"name": "qsgd", "bits": 4})",
       R"(, "compression": {"name": "qsgd", "bits": 4}, "downlink": {"name": "qsgd", "bits": 4})",
       R"(, "compression": {"name": "top-k", "ratio": 0.5, "error_feedback": true}, "downlink": {"name": "top-k", "ratio": 0.5, "error_feedback": true})"}) {
    INFO(more);
    const auto run = trained(problem, server("synchronous", R"(, "local_steps": 2)" + std::string(more)),
                             star_with_server(workers), synchronous_training(400, 0.02), 40);
    for (int worker = 1; worker < workers; ++worker)
      CHECK(run.models[static_cast<std::size_t>(worker)] == run.models[0]);
    for (const auto& row : run.metrics) CHECK(row.consensus_distance == 0.0);
    CHECK(run.metrics.back().gradient_norm_sq < 0.1 * run.metrics.front().gradient_norm_sq);
  }
}

TEST_CASE("clients of a round are drawn without replacement, every set equally likely", "[server]") {
  constexpr int rounds = 6000;
  std::map<std::vector<int>, int> times;
  for (std::uint32_t round = 0; round < rounds; ++round) {
    ++times[sampled_clients(Stream(1, Purpose::clients, 4, round), four_clients, 2)];
  }
  REQUIRE(times.size() == 6);  // of 4 over 2
  const double deviation = std::sqrt(rounds * (1.0 / 6.0) * (5.0 / 6.0));
  for (const auto& [sampled, count] : times) {
    CHECK(sampled[0] < sampled[1]);
    CHECK(std::abs(count - rounds / 6.0) < 5.0 * deviation);
  }
  const Stream random(1, Purpose::clients, 4, 0);
  CHECK(sampled_clients(random, four_clients, 4) == std::vector<int>{0, 1, 2, 3});
  // Of some of them likewise: the places of the draw among those.
  const std::vector<int> some = {3, 5, 6, 9};
  const auto drawn = sampled_clients(random, four_clients, 2);
  CHECK(sampled_clients(random, some, 2) ==
        std::vector<int>{some[static_cast<std::size_t>(drawn[0])], some[static_cast<std::size_t>(drawn[1])]});
  CHECK(sampled_clients(random, some, 7) == some);
  CHECK(sampled_clients(random, {}, 2).empty());
}

TEST_CASE("clients are drawn one after the other, in proportion to their samples", "[server]") {
  // Of samples 1, 2 and 3, two clients. Client 0 comes first with 1/6, or after 1, with 2/6 1/4, or after 2, with 3/6
  // 1/3: 5/12. Client 1: 2/6 + 1/6 2/5 + 3/6 2/3 = 11/15; client 2: 3/6 + 1/6 3/5 + 2/6 3/4 = 17/20; in all 2. So pairs
  // without one of them: {1, 2} 7/12, {0, 2} 4/15, {0, 1} 3/20.
  constexpr int rounds = 6000;
  const std::vector<std::uint64_t> samples = {1, 2, 3};
  const std::vector<int> three_clients = {0, 1, 2};
  std::map<std::vector<int>, int> times;
  for (std::uint32_t round = 0; round < rounds; ++round) {
    ++times[clients_by_samples(Stream(1, Purpose::clients, 3, round), three_clients, 2, samples)];
  }
  const std::map<std::vector<int>, double> expected = {{{1, 2}, 7.0 / 12}, {{0, 2}, 4.0 / 15}, {{0, 1}, 3.0 / 20}};
  REQUIRE(times.size() == 3);
  for (const auto& [drawn, share] : expected) {
    const double deviation = std::sqrt(rounds * share * (1.0 - share));
    CHECK(std::abs(times[drawn] - rounds * share) < 5.0 * deviation);
  }
  const Stream random(1, Purpose::clients, 3, 0);
  CHECK(clients_by_samples(random, three_clients, 3, samples) == three_clients);
  // Of some of them alone, and no more than have samples.
  CHECK(clients_by_samples(random, std::vector<int>{0, 2}, 3, samples) == std::vector<int>{0, 2});
  CHECK(clients_by_samples(random, three_clients, 3, std::vector<std::uint64_t>{1, 0, 3}) == std::vector<int>{0, 2});
}

TEST_CASE("a client that has been drawn leaves with all its samples, by hand", "[server]") {
  // Every sample as a ticket of its client's: one is drawn, and all of that client's are taken away.
  const std::vector<std::uint64_t> samples = {4, 1, 9, 2, 2};
  for (std::uint32_t round = 0; round < 200; ++round) {
    std::vector<int> tickets;
    for (int client = 0; client < 5; ++client)
      tickets.insert(tickets.end(), samples[static_cast<std::size_t>(client)], client);
    Stream random(1, Purpose::clients, 5, round);
    std::vector<int> drawn;
    for (int i = 0; i < 3; ++i) {
      drawn.push_back(tickets[random.below(static_cast<std::uint32_t>(tickets.size()))]);
      std::erase(tickets, drawn.back());
    }
    std::sort(drawn.begin(), drawn.end());
    CHECK(clients_by_samples(Stream(1, Purpose::clients, 5, round), std::vector<int>{0, 1, 2, 3, 4}, 3, samples) ==
          drawn);
  }
}

TEST_CASE("rounds of clients that are drawn by samples count them alike, in double", "[server]") {
  const std::vector<std::uint64_t> samples = {3, 1, 1, 7};
  check_rounds_of_two(
      R"(, "sampling": "samples")", samples, {1.0, 1.0, 1.0, 1.0},
      [&](Stream random, std::span<const int> clients) { return clients_by_samples(random, clients, 2, samples); });
}

TEST_CASE("rounds of clients that count by samples draw them uniformly, in double", "[server]") {
  // M n_k / n of 3, 1, 1 and 7 of 12.
  check_rounds_of_two(R"(, "average": "samples")", {3, 1, 1, 7}, {1.0, 1.0 / 3, 1.0 / 3, 7.0 / 3},
                      [](Stream random, std::span<const int> clients) { return sampled_clients(random, clients, 2); });
}

TEST_CASE("rounds of two clients of four, in double", "[server]") {
  const auto uniform = [](Stream random, std::span<const int> clients) { return sampled_clients(random, clients, 2); };
  const auto run = check_rounds_of_two("", {1, 1, 1, 1}, {1.0, 1.0, 1.0, 1.0}, uniform);
  // 12 rounds of two models, two changes and two receipts of 16 bytes; the 13th has begun. The initial model comes from
  // client 0. d = 2: 8 bytes and a header.
  const auto sum = [&](const char* what) {
    int of_clients = 0;
    for (std::size_t client = 0; client < 4; ++client) of_clients += run.all[what][client].get<int>();
    return of_clients;
  };
  CHECK(sum("messages") == 25);
  CHECK(sum("bytes") == 25 * 24);
  CHECK(run.all["messages"][4] == 26 + 24);
  CHECK(run.all["bytes"][4] == 26 * 24 + 24 * 16);
}

namespace {

/// Clients that are out of use from the first to the second of some times, in double.
class Pauses {
 public:
  using Spans = std::vector<std::pair<double, double>>;  ///< apart, and in order

  explicit Pauses(std::vector<Spans> by_client) : by_client_(std::move(by_client)) {}

  [[nodiscard]] double available_from(std::size_t client, double time) const {
    for (const auto& [from, to] : by_client_[client]) {
      if (time >= from && time < to) return to;
    }
    return time;
  }
  /// When what takes a second is over.
  [[nodiscard]] double end(std::size_t client, double begin) const {
    double over = available_from(client, begin) + 1.0;
    for (const auto& [from, to] : by_client_[client]) {
      if (from > begin && from < over) over += to - from;
    }
    return over;
  }
  void add_to(ComputeSettings& compute) const {
    for (std::size_t client = 0; client < by_client_.size(); ++client) {
      Profile profile;
      for (const auto& [from, to] : by_client_[client]) {
        profile.points.push_back({from, 0.0});
        profile.points.push_back({to, 1.0});
      }
      compute.over_time.add("w" + std::to_string(client), profile);
    }
  }

 private:
  std::vector<Spans> by_client_;
};

}  // namespace

TEST_CASE("who is out of use is not drawn, and waited for where all are, in double", "[server]") {
  // Steps of 1 s, and a quarter of a second for a message: the first round ends at 1.75 s, when all are out of use.
  // Later fewer and fewer are in use; who has been drawn before stands still, and all wait.
  constexpr double transit = 0.25;
  const Pauses pauses({{{1.61, 2.11}, {3.01, 6.01}, {9.02, 12.53}},
                       {{1.61, 2.21}, {4.01, 8.01}, {9.52, 10.01}},
                       {{1.51, 2.11}, {4.51, 5.01}, {9.53, 30.01}},
                       {{1.56, 2.51}, {4.51, 7.01}, {9.54, 11.02}}});
  const std::vector<std::vector<float>> points = {{4.0F, 0.0F}, {-2.0F, 3.0F}, {1.0F, -5.0F}, {0.0F, 2.0F}};
  const auto problem = points_of_workers(points);
  const auto platform = star_with_server(4, transit / 2.0);
  const auto ready = prepared(server("synchronous", R"(, "clients_per_round": 2)"), platform, {{"x", {2}}});
  auto compute = steps_of_seconds({1.0, 1.0, 1.0, 1.0});
  pauses.add_to(compute);
  constexpr std::uint64_t iterations = 8;
  const auto run = trained(problem, ready, platform, synchronous_training(iterations), by_total_steps(1), 1, compute);
  REQUIRE(run.metrics.size() == iterations + 1);

  const auto& initial = problem.problem->initial();
  std::array<double, 2> x = {static_cast<double>(initial[0]), static_cast<double>(initial[1])};
  CHECK(run.metrics[0].train_loss == Approx(loss(x, points)).epsilon(1e-5));
  double now = transit;               // the initial model comes from client 0
  std::map<std::size_t, int> rounds;  // by how many are in use
  std::uint64_t steps = 0;
  for (std::uint32_t round = 0; steps < 4 * iterations; ++round) {
    double first = 1e9;
    for (std::size_t i = 0; i < 4; ++i) first = std::min(first, pauses.available_from(i, now));
    if (first > now) ++rounds[0];
    now = first;
    std::vector<int> available;
    for (std::size_t i = 0; i < 4; ++i) {
      if (pauses.available_from(i, now) <= now) available.push_back(static_cast<int>(i));
    }
    ++rounds[available.size()];
    const auto sampled = sampled_clients(Stream(1, Purpose::clients, 4, round), available, 2);
    const auto before = x;
    double end = now;
    for (const int client : sampled) {
      const auto i = static_cast<std::size_t>(client);
      end = std::max(end, pauses.end(i, now + transit) + transit);
      for (std::size_t k = 0; k < 2; ++k) {
        x.at(k) -= 0.1 * (before.at(k) - static_cast<double>(points[i][k])) / static_cast<double>(sampled.size());
      }
    }
    now = end;
    const std::uint64_t row = steps / 4;
    steps += sampled.size();
    if (steps / 4 == row) continue;
    INFO("row " << row + 1);
    CHECK(run.metrics[row + 1].sim_time_s == Approx(now + transit).margin(1e-5));  // receipts
    CHECK(run.metrics[row + 1].train_loss == Approx(loss(x, points)).epsilon(1e-5));
  }
  for (const std::size_t in_use : {0U, 1U, 2U, 3U, 4U}) CHECK(rounds[in_use] > 0);
}
