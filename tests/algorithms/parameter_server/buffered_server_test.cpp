// SPDX-License-Identifier: Apache-2.0
// FedBuff: event by event against double, against synchronous rounds, and how stale its changes are.
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <set>
#include <utility>

#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/algorithms/parameter_server/three_clients.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

TrainingSettings buffered_training(std::uint64_t iterations) {
  return {.iterations = iterations, .batch_size = 1, .learning_rate = ThreeClients::rate};
}

using Weight = std::function<double(double staleness)>;

double inverse_root(double staleness) { return 1.0 / std::sqrt(1.0 + staleness); }

/// FedBuff with B = 2: as the paper has it, divided by B, or by the weights.
class Buffer {
 public:
  explicit Buffer(bool after_flush, Weight weight = inverse_root, bool divides_by_weights = false)
      : after_flush_(after_flush), weight_(std::move(weight)), divides_by_weights_(divides_by_weights) {}

  std::vector<int> take(Point& model, int client, const Point& change) {
    const std::size_t staleness = version_ - started_.at(static_cast<std::size_t>(client));
    if (staleness_.size() <= staleness) staleness_.resize(staleness + 1, 0);
    ++staleness_[staleness];
    const double weight = weight_(static_cast<double>(staleness));
    for (std::size_t k = 0; k < 2; ++k) sum_.at(k) += weight * change.at(k);
    weights_ += weight;
    waiting_.insert(client);
    const bool is_full = ++count_ == 2;
    if (is_full) {
      for (std::size_t k = 0; k < 2; ++k) model.at(k) += sum_.at(k) / (divides_by_weights_ ? weights_ : 2.0);
      sum_ = {0.0, 0.0};
      weights_ = 0.0;
      count_ = 0;
      ++version_;
    }
    if (!is_full && after_flush_) return {};
    const std::vector<int> answered(waiting_.begin(), waiting_.end());
    waiting_.clear();
    for (const int each : answered) started_.at(static_cast<std::size_t>(each)) = version_;
    return answered;
  }

  [[nodiscard]] const std::vector<int>& staleness() const { return staleness_; }

 private:
  bool after_flush_;
  Weight weight_;
  bool divides_by_weights_;
  std::size_t version_ = 0;
  std::array<std::size_t, 3> started_{};
  Point sum_{};
  double weights_ = 0.0;
  int count_ = 0;
  std::set<int> waiting_;
  std::vector<int> staleness_;
};

}  // namespace

TEST_CASE("FedBuff with three unequal clients, event by event in double", "[server]") {
  for (const bool after_flush : {false, true}) {
    const std::string restart = after_flush ? "after-flush" : "at-once";
    INFO(restart);
    Buffer buffer(after_flush);
    const auto run = check_three_clients(
        server("fedbuff", R"(, "buffer": 2, "restart": ")" + restart + "\""),
        [&](Point& model, int client, const Point& change) { return buffer.take(model, client, change); });
    CHECK(run.all["staleness"] == Json(buffer.staleness()));
  }
}

TEST_CASE("FedBuff with other weights, divided by B or by their sum, event by event in double", "[server]") {
  const auto hinge = [](double staleness) { return staleness <= 1.0 ? 1.0 : 1.0 / (2.0 * (staleness - 1.0) + 1.0); };
  const std::vector<std::pair<std::string, Weight>> weights = {
      {R"("constant")", [](double /*staleness*/) { return 1.0; }},
      {R"({"name": "polynomial", "exponent": 1})", [](double staleness) { return 1.0 / (1.0 + staleness); }},
      {R"({"name": "hinge", "slope": 2, "bound": 1})", hinge}};
  for (const auto& [json, weight] : weights) {
    for (const bool by_weights : {false, true}) {
      if (by_weights && json == R"("constant")") continue;  // it has no effect
      CAPTURE(json, by_weights);
      Buffer buffer(false, weight, by_weights);
      const std::string divisor = by_weights ? R"(, "divisor": "weights")" : "";
      const auto run = check_three_clients(
          server("fedbuff", R"(, "buffer": 2, "staleness": )" + json + divisor),
          [&](Point& model, int client, const Point& change) { return buffer.take(model, client, change); });
      REQUIRE(buffer.staleness().size() > 2);  // some are stale beyond the bound
    }
  }
}

TEST_CASE("the one change of a buffer has no weight where the divisor is its weight", "[server]") {
  // s / s = 1 but for rounding: what constant weights do.
  const auto problem = noisy_quadratic(4, 3, 4, 1);
  const auto platform = star_with_server(4);
  const auto run = [&](const std::string& more) {
    const auto ready = prepared(server("fedbuff", R"(, "buffer": 1)" + more), platform, problem.model->layout());
    return trained(problem, ready, platform, buffered_training(6), by_total_steps(1), 1, random_speeds(4, 1)).metrics;
  };
  const auto found = run(R"(, "divisor": "weights")");
  const auto expected = run(R"(, "staleness": "constant")");
  REQUIRE(found.size() == expected.size());
  for (std::size_t row = 0; row < found.size(); ++row) {
    CHECK(found[row].train_loss == Approx(expected[row].train_loss).epsilon(1e-5));
  }
}

TEST_CASE("weights of stale changes that have no effect are refused with the place", "[server]") {
  const auto refused = [](const std::string& more, int workers, const std::string& message) {
    CHECK_THAT(usage_error([&] { static_cast<void>(prepared(server("fedbuff", more), workers)); }),
               Catch::Contains(message));
  };
  refused(R"(, "buffer": 1, "divisor": "weights", "staleness": "hinge")", 4,
          "/staleness: has no effect: with a \"buffer\" of 1 each change is divided by its own weight");
  for (const std::string all_one : {R"("constant")", R"({"name": "polynomial", "exponent": 0})"}) {
    refused(R"(, "buffer": 2, "divisor": "weights", "staleness": )" + all_one, 4,
            "/divisor: has no effect: weights that are all 1 add up to the buffer");
  }
  const std::string of_all = R"(, "restart": "after-flush", "buffer": 4)";
  refused(of_all + R"(, "divisor": "weights")", 4,
          "/divisor: has no effect: with \"restart\": \"after-flush\" and all 4 ");
  refused(
      of_all + R"(, "staleness": {"name": "polynomial", "exponent": 0.25})", 4,
      "/staleness: has no effect: with \"restart\": \"after-flush\" and all 4 clients in a \"buffer\" nothing is ever "
      "stale");
  static_cast<void>(prepared(server("fedbuff", of_all), 4));  // the manifest states what stands by default, too
  static_cast<void>(prepared(server("fedbuff", of_all + R"(, "staleness": "polynomial")"), 4));
  static_cast<void>(prepared(server("fedbuff", of_all + R"(, "staleness": "hinge")"), 8));
  const auto alone = prepared(server("fedbuff", R"(, "buffer": 1, "staleness": "hinge")"), 1);
  CHECK(alone->warnings({}, 10) ==
        std::vector<std::string>{"what a client alone changes is never stale: \"staleness\" has no effect"});
}

TEST_CASE("a buffer that training does not fill is warned about", "[server]") {
  const auto lines = [](const std::string& more, std::uint64_t iterations) {
    return prepared(server("fedbuff", more), 4)->warnings({}, iterations);
  };
  // 4 clients with 10 iterations tell 40 changes, or 4 after each 3 steps, the last ones together.
  CHECK(lines(R"(, "buffer": 40)", 10).empty());
  CHECK(lines(R"(, "buffer": 41)", 10) ==
        std::vector<std::string>{
            "a \"buffer\" of 41 changes is not full before training ends, after about 40: the server makes no step"});
  CHECK(lines(R"(, "buffer": 16, "local_steps": 3)", 10).empty());
  CHECK(lines(R"(, "buffer": 17, "local_steps": 3)", 10).size() == 1);
  // And so it is: equal clients, whose last changes come together.
  const auto problem = noisy_quadratic(4, 3, 4, 1);
  const auto platform = star_with_server(4);
  const auto changes = [&](int buffer) {
    const auto ready =
        prepared(server("fedbuff", R"(, "buffer": )" + std::to_string(buffer)), platform, problem.model->layout());
    const auto metrics = trained(problem, ready, platform, buffered_training(10), by_total_steps(1)).metrics;
    return metrics.back().train_loss != metrics.front().train_loss;
  };
  CHECK(changes(40));
  CHECK_FALSE(changes(41));
}

TEST_CASE("FedBuff with clients that count by their samples, and as their changes are stale", "[server]") {
  constexpr std::array<double, 3> weights = {0.375, 0.75, 1.875};  // M n_k / n of 1, 2 and 5 samples
  Buffer buffer(false);
  check_three_clients(server("fedbuff", R"(, "buffer": 2, "average": "samples")"),
                      [&](Point& model, int client, const Point& change) {
                        const double weight = weights.at(static_cast<std::size_t>(client));
                        return buffer.take(model, client, {weight * change[0], weight * change[1]});
                      },
                      {1, 1, 1}, {1, 2, 5});
}

TEST_CASE("FedBuff that waits for all M is synchronous FedAvg, bit for bit, at any speeds", "[server]") {
  constexpr int workers = 5;
  const auto problem = noisy_quadratic(workers, 12, 4, 2);
  const auto platform = star_with_server(workers);
  const TrainingSettings settings{.iterations = 8, .batch_size = 2, .learning_rate = 0.1};
  for (const std::string more :
       {R"(, "local_steps": 2)", R"(, "compression": {"name": "qsgd", "bits": 4})",
        R"(, "local_steps": 2, "outer": {"name": "slowmo", "momentum": 0.5, "learning_rate": 0.7})"}) {
    const auto all = trained(problem, server("synchronous", more), platform, settings, 2).all;
    for (const std::uint32_t seed : {1U, 2U, 3U}) {
      CAPTURE(more, seed);
      const auto ready = prepared(server("fedbuff", R"(, "buffer": 5, "restart": "after-flush")" + std::string(more)),
                                  platform, problem.model->layout());
      const auto buffered =
          trained(problem, ready, platform, settings, by_total_steps(2), 1, random_speeds(workers, seed));
      CHECK(buffered.metrics.size() == 5);
      CHECK(figures(buffered.all) == figures(all));
      CHECK(buffered.all["staleness"].size() == 1);
    }
  }
}

TEST_CASE("how stale changes are in the mean, in the long run", "[server]") {
  // Between a client's start and its arrival the others, M - 1 of them, arrive once each in the mean where all begin at
  // once: (M - 1) / B steps. Where they wait for the flush, one makes all older by one that are at work, but for the B
  // that have caused it: M / B - 1.
  constexpr int workers = 8;
  const auto problem = noisy_quadratic(workers, 2, 4, 1);
  const auto platform = star_with_server(workers);
  const auto mean = [&](const std::string& restart, std::uint32_t seed) {
    const auto ready = prepared(server("fedbuff", R"(, "buffer": 4, "restart": ")" + restart + "\""), platform,
                                problem.model->layout());
    return mean_staleness(
        trained(problem, ready, platform, buffered_training(100), by_total_steps(50), 1, random_speeds(workers, seed))
            .all["staleness"]);
  };
  for (const std::uint32_t seed : {1U, 2U}) {
    CHECK(mean("at-once", seed) == Approx(7.0 / 4.0).margin(0.1));
    CHECK(mean("after-flush", seed) == Approx(8.0 / 4.0 - 1.0).margin(0.1));
  }
}

TEST_CASE("what FedBuff sends: a change up and a model down for each, and the initial model once", "[server]") {
  // d = 100: 4 d bytes, or 2 d by fp16, and 16 of a header. A client alone takes 10 steps.
  const auto problem = noisy_quadratic(1, 100, 4, 1);
  const auto platform = star_with_server(1);
  for (const auto& [more, up] : {std::pair("", 416), std::pair(R"(, "compression": "fp16")", 216)}) {
    const auto ready =
        prepared(server("fedbuff", R"(, "buffer": 1)" + std::string(more)), platform, problem.model->layout());
    const auto run = trained(problem, ready, platform, buffered_training(10), by_total_steps(1));
    CHECK(run.all["messages"] == Json({11, 10}));
    CHECK(run.all["bytes"] == Json({416 + 10 * up, 10 * 416}));
    CHECK(run.all["staleness"] == Json({10}));  // nothing is stale
  }
}
