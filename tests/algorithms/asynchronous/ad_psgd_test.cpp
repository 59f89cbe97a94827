// SPDX-License-Identifier: Apache-2.0
// AD-PSGD in simulated time: event by event against double, and what a straggler costs.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

std::string ad_psgd(const std::string& more) {
  return R"({"name": "a", "paradigm": "gossip", "method": "ad-psgd")" + more + "}";
}

using Point = std::array<double, 2>;

Point operator+(const Point& a, const Point& b) { return {a[0] + b[0], a[1] + b[1]}; }
Point operator-(const Point& a, const Point& b) { return {a[0] - b[0], a[1] - b[1]}; }
Point operator*(double factor, const Point& a) { return {factor * a[0], factor * a[1]}; }
double squared(const Point& a) { return a[0] * a[0] + a[1] * a[1]; }

/// What workers have told when all together have taken a multiple of three steps.
struct Row {
  double time_s = 0.0;
  std::array<Point, 3> models;
};

/// AD-PSGD in double on the path 0 - 1 - 2, of which worker 1 is active: f_i(x) = 1/2 ||x - a_i||^2, so the gradient of
/// what was read is x' - a_i. Things happen one after the other, by the clock.
class Path {
 public:
  static constexpr double rate = 0.1;
  static constexpr double transit_s = 0.106;
  static constexpr std::array<double, 3> step_s = {1.0, 2.31, 3.17};
  static constexpr std::array<Point, 3> optimum = {{{4.0, 0.0}, {-2.0, 3.0}, {1.0, -5.0}}};

  Path(const Point& initial, bool overlaps) : overlaps_(overlaps) {
    x_.fill(initial);
    read_ = told_ = x_;
    for (int worker = 0; worker < 3; ++worker) at(step_s[index(worker)], [this, worker] { gradient_is_there(worker); });
    if (overlaps_) ask();
    rows.push_back({0.0, told_});
  }

  void run(int total_steps) {
    while (steps_ < total_steps) {
      const auto next = agenda_.begin();
      const auto what = next->second;
      REQUIRE(next->first > now_s_ + 1e-3);  // in simulated time they come in the same order
      now_s_ = next->first;
      agenda_.erase(next);
      what();
    }
  }

  std::vector<Row> rows;
  std::vector<int> staleness;  ///< how often 0, 1, 2, ... averages came between reading and adding

 private:
  static std::size_t index(int worker) { return static_cast<std::size_t>(worker); }
  void at(double time_s, std::function<void()> what) { agenda_.emplace(time_s, std::move(what)); }

  void gradient_is_there(int worker) {
    if (worker == 1 && !overlaps_) return ask();
    apply(worker);
  }

  void apply(int worker) {
    const std::size_t i = index(worker);
    staleness.resize(std::max(staleness.size(), averages_[i] + 1), 0);
    ++staleness[std::exchange(averages_[i], 0)];
    x_[i] = x_[i] - rate * (read_[i] - optimum[i]);
    read_[i] = told_[i] = x_[i];
    if (++steps_ % 3 == 0) rows.push_back({now_s_, told_});
    at(now_s_ + step_s[i], [this, worker] { gradient_is_there(worker); });
  }

  void ask() {
    const int peer = 2 * static_cast<int>(Stream(1, Purpose::peers, 1, exchanges_++).below(2));
    const Point sent = x_[1];
    at(now_s_ + transit_s, [this, peer, sent] {
      Point& x = x_[index(peer)];
      const Point theirs = x;
      x = 0.5 * (x + sent);
      ++averages_[index(peer)];
      at(now_s_ + transit_s, [this, sent, theirs] {
        x_[1] = x_[1] + 0.5 * (theirs - sent);
        ++averages_[1];
        if (overlaps_) return ask();
        apply(1);
      });
    });
  }

  bool overlaps_;
  double now_s_ = 0.0;
  std::multimap<double, std::function<void()>> agenda_;
  std::array<Point, 3> x_{};
  std::array<Point, 3> read_{};
  std::array<Point, 3> told_{};
  std::array<std::size_t, 3> averages_{};  ///< since the model was read
  int steps_ = 0;
  std::uint32_t exchanges_ = 0;
};

}  // namespace

TEST_CASE("AD-PSGD on a path of three unequal workers, event by event in double", "[asynchronous]") {
  std::vector<std::vector<float>> samples;
  for (const Point& a : Path::optimum) samples.push_back({static_cast<float>(a[0]), static_cast<float>(a[1])});
  const auto problem = quadratic(samples, {{0}, {1}, {2}}, 1);
  const auto& initial = problem.problem->initial();
  const auto platform = star(3, 1e9, Path::transit_s / 2.0);  // two links from worker to worker
  ComputeSettings compute;
  compute.step_time_s = 1.0;
  compute.slowdown.assign(Path::step_s.begin(), Path::step_s.end());
  constexpr std::uint64_t iterations = 12;
  for (const bool overlaps : {false, true}) {
    INFO((overlaps ? "overlapped" : "serial"));
    Path path({static_cast<double>(initial[0]), static_cast<double>(initial[1])}, overlaps);
    path.run(3 * iterations);
    const std::string json =
        ad_psgd(std::string(R"(, "topology": {"name": "edge-list", "edges": [[0, 1], [1, 2]]}, "exchange": ")") +
                (overlaps ? "overlapped" : "serial") + "\"");
    const auto run = trained(problem, prepared(json, platform, problem.model->layout()), platform,
                             {.iterations = iterations, .batch_size = 1, .learning_rate = Path::rate},
                             by_total_steps(1), 1, compute);
    REQUIRE(run.metrics.size() == iterations + 1);
    REQUIRE(path.rows.size() == iterations + 1);
    CHECK(run.all["staleness"] == Json(path.staleness));
    for (std::size_t row = 0; row <= iterations; ++row) {
      INFO("row " << row);
      CHECK(run.metrics[row].iteration == row);
      CHECK(run.metrics[row].sim_time_s == Approx(path.rows[row].time_s).margin(1e-4));
      const auto& models = path.rows[row].models;
      const Point mean = (1.0 / 3.0) * (models[0] + models[1] + models[2]);
      double apart = 0.0;
      for (std::size_t i = 0; i < 3; ++i) {
        apart += squared(models[i] - mean) / 3.0;
        double loss = 0.0;
        for (const Point& a : Path::optimum) loss += squared(models[i] - a) / 6.0;
        CHECK(run.all["worker_metrics"][3 * row + i][3].get<double>() == Approx(loss).epsilon(1e-5));
      }
      CHECK(run.metrics[row].consensus_distance == Approx(apart).epsilon(1e-4).margin(1e-6));
    }
  }
}

TEST_CASE("a straggler slows its own steps alone: those of a ring of 8 by hand", "[asynchronous]") {
  // A step takes 1 s, of one worker 4 s; messages take 0.2 ms. After 40 s seven workers have taken 40 steps, or are
  // about to have, and the straggler 10: 8 x 36 = 288 steps are taken some exchanges later, whichever side it is on. In
  // rounds, all would wait for its 36 steps: 144 s.
  const auto problem = noisy_quadratic(8, 3, 4, 2);
  const auto platform = star(8, 1e9, 1e-4);
  for (const std::size_t straggler : {0U, 1U}) {
    ComputeSettings compute;
    compute.step_time_s = 1.0;
    compute.slowdown.assign(8, 1.0);
    compute.slowdown[straggler] = 4.0;
    const TrainingSettings settings{.iterations = 36, .batch_size = 2, .learning_rate = 0.05};
    for (const std::string exchange : {"serial", "overlapped"}) {
      CAPTURE(straggler, exchange);
      const auto ready = prepared(ad_psgd(R"(, "exchange": ")" + exchange + "\""), platform, problem.model->layout());
      // Overlapped exchanges go on all the time: latencies of 0.1 s keep them few.
      const auto slow = exchange == "serial" ? platform : star(8, 1e9, 0.05);
      const auto run = trained(problem, ready, slow, settings, by_total_steps(36), 1, compute);
      CHECK(run.all["now"].get<double>() == Approx(40.0).margin(0.1));
      if (exchange != "serial") continue;
      for (const std::size_t active : {1U, 3U, 5U, 7U}) {  // they ask once a step
        const double steps = active == straggler ? 10.0 : 40.0;
        CHECK(run.all["messages"][active].get<double>() == Approx(steps).margin(1.0));
      }
    }
    const auto in_rounds = trained(problem, R"({"name": "g", "paradigm": "gossip", "method": "d-psgd"})", platform,
                                   settings, 36, 1, compute);
    CHECK(in_rounds.all["now"].get<double>() == Approx(144.0).margin(1.0));
  }
}
