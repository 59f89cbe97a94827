// SPDX-License-Identifier: Apache-2.0
// Rounds of all clients of a server, by hand and held against simulations of the real thing: the initial model goes
// ahead of the first change of client 0, and who is fast tells the server before the slowest has taken its steps.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>

#include "sim/predict/rounds.hpp"
#include "tests/algorithms/parameter_server/served.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr double port_Bps = 1e5;
constexpr double way_s = 2 * 0.003;  // latency of a route: two links
constexpr double at_no_time = 1e18;  // operations per second
constexpr std::size_t numbers = 1200;

/// A message of a vector that is cut into so many shards, on a port.
double carried_s(int shards) { return (4.0 * numbers / shards + 16.0) / port_Bps; }

struct Training {
  std::string more{};             ///< of the algorithm's JSON
  std::vector<double> steps_s{};  ///< of a local step, by client
  std::uint64_t iterations = 1;
  int servers = 1;  ///< with hosts of their own
  std::string method = "synchronous";

  [[nodiscard]] int clients() const { return static_cast<int>(steps_s.size()); }
};

struct Times {
  double predicted_s = 0.0;  ///< of all rounds
  double simulated_s = 0.0;
};

Times times_of(const Training& training) {
  PlatformSettings platform = star(training.clients() + training.servers, port_Bps, way_s / 2, at_no_time);
  platform.workers = training.clients();
  const auto problem = noisy_quadratic(training.clients(), numbers, 2, 1);
  const Layout layout = problem.model->layout();
  const Prepared ready = prepared(server(training.method, training.more), platform, layout);
  const auto forms = ready->closed_forms(layout);
  REQUIRE(forms.size() == 1);

  PlatformSettings with_servers = platform;
  with_servers.others = ready.algorithm->other_nodes(training.clients());
  const PlatformReport report = inspect_platform(with_servers, ready->pairs());
  const PlatformRoutes routes(report);
  PhaseClock clock(routes, std::vector<double>(report.hosts.size(), 1.0 / at_no_time));
  const Rounds rounds = rounds_in(*ready.algorithm, std::nullopt, training.clients(), training.iterations);
  LocalWork work;
  for (const double step_s : training.steps_s) {
    work.mean_s.push_back(rounds.local_steps * step_s);
    work.first_s.push_back(rounds.first_steps * step_s);
  }
  const double slowest_s = *std::max_element(work.mean_s.begin(), work.mean_s.end());
  const RoundTime mean = mean_round(forms.front(), {.computing_s = slowest_s}, rounds.count, clock, work);

  const TrainingSettings settings{.iterations = training.iterations, .batch_size = 1, .learning_rate = 0.1};
  const Json run =
      trained(problem, ready, platform, settings, by_total_steps(1), 1, steps_of_seconds(training.steps_s)).all;
  return {mean.total_s() * rounds.count, run["now"].get<double>()};
}

/// What is predicted is what is simulated, and by hand this.
void check(const Training& training, double by_hand_s) {
  CAPTURE(training.method, training.more, training.iterations);
  const Times times = times_of(training);
  CHECK(times.predicted_s == Approx(by_hand_s).epsilon(1e-9));
  CHECK(times.simulated_s == Approx(by_hand_s).epsilon(1e-6));
}

}  // namespace

TEST_CASE("the first change of client 0 shares its port with the initial model", "[predict]") {
  const double s = carried_s(1);
  // Two clients, steps of 10 ms: the server's port carries the initial model from the beginning, and a message of each
  // client behind it; then it sends two. Once: all eight steps first, which are longer than the initial model.
  check({R"(, "local_steps": "once")", {0.002, 0.002}, 8}, 3 * s + 2 * s + 2 * way_s);
  check({R"(, "local_steps": "once")", {0.01, 0.01}, 8}, 0.08 + 2 * s + 2 * s + 2 * way_s);
  check({"", {0.01, 0.01}, 3}, (3 * s + 2 * s) + 2 * (0.01 + 4 * s) + 3 * 2 * way_s);
  // The last period is cut short; the first one is what hides the initial model.
  check({R"(, "local_steps": 3)", {0.01, 0.01}, 8}, (3 * s + 2 * s) + (0.05 + 2 * 4 * s) + 3 * 2 * way_s);
}

TEST_CASE("the initial model of a server in shards leaves by one port, and arrives by several", "[predict]") {
  // Four clients, two shards: in 10 ms the initial model of two messages has been carried at the port's full rate; half
  // of what is left crosses each server's port beside a message of each client.
  const double half = carried_s(2);
  check({R"(, "shards": 2)", std::vector<double>(4, 0.01), 2, 2},
        (0.01 + 4 * half + (2 * half - 0.01) / 2) + (0.01 + 4 * half) + 2 * 4 * half + 4 * way_s);
  // Two clients, two shards: it is the port of client 0 that has twice as much to carry.
  check({R"(, "shards": 2)", {0.01, 0.01}, 2, 2}, (4 * half) + (0.01 + 2 * half) + 2 * 2 * half + 4 * way_s);
}

TEST_CASE("who is fast tells the server before the slowest has taken its steps", "[predict]") {
  const double s = carried_s(1);  // 48.16 ms
  // The port is idle until 60 ms, and has the fast ones' three messages to carry until 60 ms + 3 s = 204 ms, when the
  // slow one's, that is there since 100 ms, has followed: four messages from 60 ms on. The initial model is away by
  // then.
  check({"", {0.06, 0.06, 0.06, 0.1}, 2}, 2 * (0.06 + 4 * s + 4 * s) + 4 * way_s);
  // The slow one comes when all others are through.
  check({"", {0.06, 0.06, 0.06, 0.4}, 2}, 2 * (0.4 + s + 4 * s) + 4 * way_s);
  // One by one: 0.06, 0.12 and 0.2 each find the port idle.
  check({"", {0.06, 0.12, 0.2}, 2}, 2 * (0.2 + s + 3 * s) + 4 * way_s);
}

TEST_CASE("a buffer for all clients, who wait for the step, makes rounds of all", "[predict]") {
  const double s = carried_s(1);
  const std::string of_all = R"(, "restart": "after-flush", "buffer": )";
  check({of_all + "2", {0.01, 0.01}, 3, 1, "fedbuff"}, (3 * s + 2 * s) + 2 * (0.01 + 4 * s) + 3 * 2 * way_s);
  // With a buffer for some of them each client is predicted for itself, and the condition names the queue.
  const auto forms = prepared(server("fedbuff", of_all + "2"), 3)->closed_forms({{"x", {10}}});
  REQUIRE(forms.size() == 3);
  CHECK_THAT(forms[1].condition,
             Catch::Contains("equally fast ones") && Catch::Contains("waited for the server's step"));
  CHECK(prepared(server("fedasync"), 1)->closed_forms({{"x", {10}}}).front().condition.empty());
}
