// SPDX-License-Identifier: Apache-2.0
// A bounded delay: event by event against double, its two ends, and who waits for whom.
#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>
#include <set>

#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/algorithms/parameter_server/three_clients.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

TrainingSettings bounded_training(std::uint64_t iterations) {
  return {.iterations = iterations, .batch_size = 1, .learning_rate = ThreeClients::rate};
}

std::string bounded(std::optional<int> max_delay) {
  return server("bounded-delay", max_delay ? R"(, "max_delay": )" + std::to_string(*max_delay) : "");
}

/// The rule, by counting iterations that are in.
class Bound {
 public:
  explicit Bound(std::optional<int> max_delay) : max_delay_(max_delay) {}

  std::vector<int> take(Point& model, int client, const Point& change) {
    for (std::size_t k = 0; k < 2; ++k) model.at(k) += change.at(k) / 3.0;
    ++iterations_.at(static_cast<std::size_t>(client));
    readers_.insert(client);
    const int least = *std::min_element(iterations_.begin(), iterations_.end());
    std::vector<int> answered;
    for (const int reader : readers_) {
      const int lead = iterations_.at(static_cast<std::size_t>(reader)) - least;
      if (max_delay_ && lead > *max_delay_) continue;
      answered.push_back(reader);
      most_ahead_ = std::max(most_ahead_, lead);
    }
    for (const int reader : answered) readers_.erase(reader);
    return answered;
  }

  [[nodiscard]] int most_ahead() const { return most_ahead_; }

 private:
  std::optional<int> max_delay_;
  std::array<int, 3> iterations_{};
  std::set<int> readers_;
  int most_ahead_ = 0;
};

}  // namespace

TEST_CASE("a bounded delay with three unequal clients, event by event in double", "[server]") {
  for (const std::optional<int> max_delay :
       {std::optional<int>(), std::optional(0), std::optional(1), std::optional(2)}) {
    INFO(bounded(max_delay));
    Bound bound(max_delay);
    check_three_clients(bounded(max_delay), [&](Point& model, int client, const Point& change) {
      return bound.take(model, client, change);
    });
    if (max_delay) CHECK(bound.most_ahead() == *max_delay);  // the fastest comes to it
  }
}

TEST_CASE("a bounded delay with clients that count by their samples, event by event in double", "[server]") {
  constexpr std::array<double, 3> weights = {0.375, 0.75, 1.875};  // M n_k / n of 1, 2 and 5 samples
  Bound bound(1);
  check_three_clients(server("bounded-delay", R"(, "max_delay": 1, "average": "samples")"),
                      [&](Point& model, int client, const Point& change) {
                        const double weight = weights.at(static_cast<std::size_t>(client));
                        return bound.take(model, client, {weight * change[0], weight * change[1]});
                      },
                      {1, 1, 1}, {1, 2, 5});
}

TEST_CASE("a delay of 0 is synchronous at any speeds, to the order of sums", "[server]") {
  constexpr int workers = 5;
  const auto problem = noisy_quadratic(workers, 6, 4, 2);
  const auto platform = star_with_server(workers);
  const TrainingSettings settings{.iterations = 10, .batch_size = 2, .learning_rate = 0.1};
  const auto synchronous = trained(problem, server("synchronous"), platform, settings, 1).metrics;
  for (const auto& seconds :
       {std::vector<double>{1.0, 2.0, 3.0, 4.0, 5.0}, std::vector<double>{2.5, 1.0, 1.5, 1.25, 1.1}}) {
    const auto ready = prepared(bounded(0), platform, problem.model->layout());
    const auto found =
        trained(problem, ready, platform, settings, by_total_steps(1), 1, steps_of_seconds(seconds)).metrics;
    REQUIRE(found.size() == synchronous.size());
    for (std::size_t row = 0; row < found.size(); ++row) {
      CHECK(found[row].train_loss == Approx(synchronous[row].train_loss).epsilon(1e-5));
    }
  }
}

TEST_CASE("with a delay of as many iterations as training has for each client no read ever waits", "[server]") {
  // Three clients are over when they have taken 30 steps together; two of them are so slow that the fast one takes all.
  constexpr int workers = 3;
  const auto problem = noisy_quadratic(workers, 6, 4, 1);
  const auto platform = star_with_server(workers);
  const auto run = [&](std::optional<int> max_delay, int local_steps) {
    std::string json = bounded(max_delay);
    json.insert(json.size() - 1, R"(, "local_steps": )" + std::to_string(local_steps));
    const auto ready = prepared(json, platform, problem.model->layout());
    return trained(problem, ready, platform, bounded_training(10), by_total_steps(1), 1,
                   steps_of_seconds({0.01, 5.0, 5.0}))
        .all;
  };
  for (const int local_steps : {1, 2, 4}) {
    const int own = (10 + local_steps - 1) / local_steps;  // N / K
    const Json unbounded = run(std::nullopt, local_steps);
    CHECK(run(own, local_steps) == unbounded);
    CHECK(run(1'000'000, local_steps) == unbounded);
    CHECK(run(own - 1, local_steps) != unbounded);
  }
}

TEST_CASE("a delay that nobody can come to is warned about", "[server]") {
  const auto lines = [](const std::string& more, int workers, std::uint64_t iterations) {
    const auto ready = prepared(server("bounded-delay", more), workers);
    return ready->warnings({}, iterations);
  };
  // 10 steps of each client are as many iterations, or 4 of 3 steps.
  CHECK(lines(R"(, "max_delay": 9)", 4, 10).empty());
  CHECK(lines(R"(, "max_delay": 10)", 4, 10) ==
        std::vector<std::string>{"\"max_delay\" is 10, and training is of 10 iterations of each client: nobody waits"});
  CHECK(lines(R"(, "max_delay": 3, "local_steps": 3)", 4, 10).empty());
  CHECK(lines(R"(, "max_delay": 4, "local_steps": 3)", 4, 10).size() == 1);
  // 1 + 4 + 5.
  const std::string growing = R"(, "local_steps": {"name": "growing", "steps": 1, "growth": 3, "most": 99})";
  CHECK(lines(growing + R"(, "max_delay": 2)", 4, 10).empty());
  CHECK(lines(growing + R"(, "max_delay": 3)", 4, 10).size() == 1);
  CHECK(lines("", 4, 10).empty());
  CHECK(lines(R"(, "max_delay": 1)", 1, 10) ==
        std::vector<std::string>{"a client alone waits for nobody: \"max_delay\" has no effect"});
}

TEST_CASE("how long a straggler holds up the others, by hand", "[server]") {
  // Steps of 1 s and 4 s; 5 iterations of two clients are 10 steps. A client has taken a step when it is answered.
  // Delay 2: the fast one is answered at 1, 2 and, as the other's iterations come in, at 4, 8, 12, 16, the slow one at
  // 4, 8, 12, 16: the tenth at 16. Delay 1: at 1, 4, 8, 12, 16 and 4, 8, 12, 16, so the tenth at 20. Delay 0: 5 rounds
  // of 4. Unbounded: 8 and 2 after 8 s.
  const auto problem = noisy_quadratic(2, 3, 4, 1);
  const auto platform = star_with_server(2);
  const auto seconds = [&](std::optional<int> max_delay) {
    const auto ready = prepared(bounded(max_delay), platform, problem.model->layout());
    return trained(problem, ready, platform, bounded_training(5), by_total_steps(1), 1, steps_of_seconds({1.0, 4.0}))
        .all["now"]
        .get<double>();
  };
  CHECK(seconds(0) == Approx(20.0).margin(0.01));
  CHECK(seconds(1) == Approx(20.0).margin(0.01));
  CHECK(seconds(2) == Approx(16.0).margin(0.01));
  CHECK(seconds(std::nullopt) == Approx(8.0).margin(0.01));
}
