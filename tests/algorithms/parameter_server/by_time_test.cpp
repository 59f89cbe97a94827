// SPDX-License-Identifier: Apache-2.0
// Clients that take steps for so long, and not so many.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/algorithms/parameter_server/three_clients.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

std::string by_time(double seconds) {
  return R"(, "local_steps": )" + Json({{"name", "by-time"}, {"seconds", seconds}}).dump();
}

const std::vector<std::vector<float>> points = {{4.0F, 0.0F}, {-2.0F, 3.0F}};

double loss(const std::array<double, 2>& x) {
  double sum = 0.0;
  for (const auto& a : points) {
    for (std::size_t k = 0; k < 2; ++k) sum += std::pow(x.at(k) - static_cast<double>(a[k]), 2.0) / 4.0;
  }
  return sum;
}

}  // namespace

TEST_CASE("rounds of all clients by time: each takes the steps that it has time for", "[server][periods]") {
  // Steps of 1 s and of 2 s. In 3.5 s client 0 takes 4 and client 1 takes 2, both are ready after 4 s. In the first
  // round client 0 is out of use from 1.5 s to 3.6 s: it ends its second step at 4.1 s, after its time. n steps lead to
  // a + 0.9^n (x - a). 4 + 3 * 6 = 22 steps of both are 11 in the mean.
  const auto problem = points_of_workers(points);
  const auto platform = star_with_server(2, 1e-6);
  auto compute = steps_of_seconds({1.0, 2.0});
  compute.over_time.add("w0", {{{1.5, 0.0}, {3.6, 1.0}}, std::nullopt});
  const TrainingSettings training{.iterations = 11, .batch_size = 1, .learning_rate = 0.1};
  const std::vector<std::array<int, 2>> rounds = {{2, 2}, {4, 2}, {4, 2}, {4, 2}};
  const auto& initial = problem.problem->initial();
  for (const std::string more : {"", R"(, "clients_per_round": 2)"}) {
    const auto ready = prepared(server("synchronous", by_time(3.5) + more), platform, {{"x", {2}}});
    CHECK_FALSE(ready.algorithm->is_in_step());
    CHECK_FALSE(ready.algorithm->is_timing_independent());
    const auto run = trained(problem, ready, platform, training, by_total_steps(1), 1, compute);
    std::array<double, 2> x = {static_cast<double>(initial[0]), static_cast<double>(initial[1])};
    std::size_t row = 0;
    const auto check_rows = [&](std::uint64_t until, double time_s) {  // all that was evaluated up to these steps
      for (; row < run.metrics.size() && run.metrics[row].iteration <= until; ++row) {
        CHECK(run.metrics[row].sim_time_s == Approx(time_s).margin(1e-4));
        CHECK(run.metrics[row].train_loss == Approx(loss(x)).epsilon(1e-5));
      }
    };
    check_rows(0, 0.0);
    double time_s = 0.1;  // the first round takes longer
    int steps = 0;
    for (const auto& taken : rounds) {
      const auto before = x;
      for (std::size_t i = 0; i < 2; ++i) {
        for (std::size_t k = 0; k < 2; ++k) {
          const double a = static_cast<double>(points[i][k]);
          x.at(k) += 0.5 * (std::pow(0.9, taken.at(i)) - 1.0) * (before.at(k) - a);
        }
        steps += taken.at(i);
      }
      time_s += 4.0;
      check_rows(static_cast<std::uint64_t>(steps / 2), time_s);
    }
    CHECK(row == run.metrics.size());
    CHECK(run.metrics.back().iteration == 11);
  }
}

TEST_CASE("without rounds each client tells what it has changed in its time", "[server][periods]") {
  // Steps of 1 s, 2.31 s and 3.17 s: in 2.4 s three, two and one.
  check_three_clients(server("bounded-delay", by_time(2.4)),
                      [](Point& model, int client, const Point& change) {
                        for (std::size_t k = 0; k < 2; ++k) model[k] += change[k] / 3.0;
                        return std::vector<int>{client};
                      },
                      {3, 2, 1});
}

TEST_CASE("in a period that could hold all steps many times over nobody takes more than all", "[server][periods]") {
  const auto problem = points_of_workers(points);
  const auto platform = star_with_server(2);
  const TrainingSettings training{.iterations = 8, .batch_size = 1, .learning_rate = 0.1};
  for (const std::string method : {"synchronous", "bounded-delay"}) {
    const auto ready = prepared(server(method, by_time(3600.0)), platform, {{"x", {2}}});
    const auto run = trained(problem, ready, platform, training, by_total_steps(8), 1, steps_of_seconds({1.0, 2.0}));
    CHECK(run.metrics.back().iteration == 8);
    CHECK(run.metrics.back().sim_time_s == Approx(16.0).margin(0.01));
  }
}

TEST_CASE("with no time for more, every client takes one step", "[server][periods]") {
  const auto problem = noisy_quadratic(3, 6, 20, 3);
  const auto platform = star_with_server(3);
  const TrainingSettings training{.iterations = 10, .batch_size = 3, .learning_rate = 0.1};
  for (const auto& json : {server("bounded-delay"), server("fedbuff", R"(, "buffer": 2)")}) {
    const auto with = [&](const std::string& periods) {
      const std::string stated = json.substr(0, json.size() - 1) + periods + "}";
      const auto ready = prepared(stated, platform, problem.model->layout());
      return trained(problem, ready, platform, training, by_total_steps(2), 1, random_speeds(3, 1)).all;
    };
    CHECK(with(by_time(0.0)) == with(""));
  }
}
