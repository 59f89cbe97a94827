// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/algorithms/trained.hpp"

namespace lowband::test {

using Point = std::array<double, 2>;

/// Three clients of unequal speeds and a server, in double, event by event: f_i(x) = 1/2 ||x - a_i||^2, some steps at a
/// time with rate 0.1 from the model that the server has sent, and messages that take as long each way. What the server
/// does with what comes is a test's.
class ThreeClients {
 public:
  static constexpr double rate = 0.1;
  static constexpr double transit_s = 0.106;
  static constexpr std::array<double, 3> step_s = {1.0, 2.31, 3.17};
  static constexpr std::array<Point, 3> optimum = {{{4.0, 0.0}, {-2.0, 3.0}, {1.0, -5.0}}};

  /// What clients have told when all together have taken a multiple of three steps, or have just passed one.
  struct Row {
    double time_s = 0.0;
    Point model{};
    std::uint64_t iteration = 0;
  };
  using Steps = std::array<int, 3>;  ///< of each client at a time
  /// Takes what a client has changed, moves the server's model, and returns whom to answer.
  using Rule = std::function<std::vector<int>(Point& model, int client, const Point& change)>;

  /// What all begin with, and how they train.
  static Point initial();
  static TrainingSettings training(std::uint64_t iterations) {
    return {.iterations = iterations, .batch_size = 1, .learning_rate = rate};
  }

  ThreeClients(const Point& initial, Rule rule, const Steps& steps)
      : model_(initial), rule_(std::move(rule)), steps_of_(steps) {
    rows.push_back({0.0, initial});
    for (int client = 0; client < 3; ++client) begin(client, initial);
  }

  void run(int total_steps) {
    while (steps_ < total_steps) {
      const auto next = agenda_.begin();
      const auto what = next->second;
      now_s_ = next->first;
      agenda_.erase(next);
      what();
    }
  }

  std::vector<Row> rows;

  /// f at `model`, the mean over the clients.
  static double loss(const Point& model) {
    double sum = 0.0;
    for (const Point& a : optimum) {
      for (std::size_t k = 0; k < 2; ++k) sum += (model[k] - a[k]) * (model[k] - a[k]) / 6.0;
    }
    return sum;
  }

 private:
  void at(double time_s, std::function<void()> what) { agenda_.emplace(time_s, std::move(what)); }

  void begin(int client, const Point& model) {
    const auto i = static_cast<std::size_t>(client);
    const double moved = 1.0 - std::pow(1.0 - rate, steps_of_[i]);  // of the way to the optimum
    const Point change = {-moved * (model[0] - optimum[i][0]), -moved * (model[1] - optimum[i][1])};
    at(now_s_ + steps_of_[i] * step_s[i] + transit_s, [this, client, change] { arrive(client, change); });
  }

  void arrive(int client, const Point& change) {
    for (const int answered : rule_(model_, client, change)) {
      at(now_s_ + transit_s, [this, answered, model = model_] {
        const int before = steps_ / 3;
        steps_ += steps_of_[static_cast<std::size_t>(answered)];
        if (steps_ / 3 > before) rows.push_back({now_s_, model_, static_cast<std::uint64_t>(steps_) / 3});
        begin(answered, model);
      });
    }
  }

  Point model_;
  Rule rule_;
  Steps steps_of_;
  double now_s_ = 0.0;
  std::multimap<double, std::function<void()>> agenda_;
  int steps_ = 0;
};

/// Trains such clients with the algorithm of this JSON, which takes them to have so many samples, and by which they
/// take so many steps at a time, and checks each evaluation against them by this rule: its time and the loss. Returns
/// what was trained.
Trained check_three_clients(const std::string& algorithm, const ThreeClients::Rule& rule,
                            const ThreeClients::Steps& steps = {1, 1, 1},
                            const std::vector<std::uint64_t>& samples = {1, 1, 1});
/// The same, against what a test has found of such clients.
Trained check_rows(const std::string& algorithm, const TrainingSettings& settings,
                   const std::vector<ThreeClients::Row>& rows, const std::vector<std::uint64_t>& samples = {1, 1, 1});

}  // namespace lowband::test
