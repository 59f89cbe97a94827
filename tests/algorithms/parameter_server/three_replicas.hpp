// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/algorithms/parameter_server/three_clients.hpp"

namespace lowband::test {

/// Three replicas and a server of Downpour, in double, event by event: problem, rate and speeds are those of
/// ThreeClients, with one step an iteration, and messages take as long each way.
class ThreeReplicas {
 public:
  struct Setting {
    bool overlaps = true;
    int push_every = 1;
    int fetch_every = 1;
    double transit_s = 0.1;
    /// x <- the server's step with what has moved.
    std::function<void(Point& x, const Point& moved)> step;
  };

  ThreeReplicas(const Point& initial, Setting setting) : setting_(std::move(setting)), model_(initial) {
    rows.push_back({0.0, initial});
    for (std::size_t i = 0; i < 3; ++i) {
      replicas_.at(i).x = initial;
      begin(i);
    }
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

  std::vector<ThreeClients::Row> rows;
  std::vector<int> staleness;
  int left_out = 0;  ///< fetches that were due while another one was under way

 private:
  struct Replica {
    Point x{};
    Point moved{};
    int steps = 0;
    bool is_fetching = false;
    std::optional<Point> fetched{};
    std::size_t read = 0;  ///< the version that it was sent last
  };

  void after(double seconds, std::function<void()> what) { agenda_.emplace(now_s_ + seconds, std::move(what)); }

  void begin(std::size_t i) {
    after(ThreeClients::step_s.at(i), [this, i] { end(i); });
  }

  void end(std::size_t i) {
    Replica& replica = replicas_.at(i);
    for (std::size_t k = 0; k < 2; ++k) {
      const double move = -ThreeClients::rate * (replica.x.at(k) - ThreeClients::optimum.at(i).at(k));
      replica.x.at(k) += move;
      replica.moved.at(k) += move;
    }
    ++replica.steps;
    if (replica.fetched) adopt(replica);
    if (replica.steps % setting_.push_every == 0) {
      after(setting_.transit_s, [this, i, moved = replica.moved] { take(i, moved); });
      replica.moved = {0.0, 0.0};
    }
    if (replica.steps % setting_.fetch_every == 0) {
      if (replica.is_fetching) {
        ++left_out;
      } else {
        replica.is_fetching = true;
        after(setting_.transit_s, [this, i] { answer(i); });
        if (!setting_.overlaps) return;  // it goes on when the model has come
      }
    }
    report(i);
  }

  void take(std::size_t i, const Point& moved) {
    const std::size_t age = version_ - replicas_.at(i).read;
    if (staleness.size() <= age) staleness.resize(age + 1, 0);
    ++staleness[age];
    setting_.step(model_, moved);
    ++version_;
  }

  void answer(std::size_t i) {
    replicas_.at(i).read = version_;
    after(setting_.transit_s, [this, i, model = model_] {
      Replica& replica = replicas_.at(i);
      replica.fetched = model;
      if (setting_.overlaps) return;
      adopt(replica);
      report(i);
    });
  }

  static void adopt(Replica& replica) {
    replica.x = *replica.fetched;
    replica.fetched.reset();
    replica.is_fetching = false;
  }

  void report(std::size_t i) {
    if (++steps_ % 3 == 0) rows.push_back({now_s_, model_});
    begin(i);
  }

  Setting setting_;
  Point model_;
  std::size_t version_ = 0;
  std::array<Replica, 3> replicas_;
  double now_s_ = 0.0;
  std::multimap<double, std::function<void()>> agenda_;
  int steps_ = 0;
};

/// Trains such replicas, the servers having this "outer" optimiser, and checks each evaluation, and how stale pushes
/// were, against them. Returns them.
ThreeReplicas check_three_replicas(const std::string& outer, const ThreeReplicas::Setting& setting);

}  // namespace lowband::test
