// SPDX-License-Identifier: Apache-2.0
// FedAsync: event by event against double, beside FedBuff, and what it sends.
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <utility>

#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/algorithms/parameter_server/three_clients.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

TrainingSettings mixing_training(std::uint64_t iterations, double learning_rate = ThreeClients::rate) {
  return {.iterations = iterations, .batch_size = 1, .learning_rate = learning_rate};
}

Trained run(const OwningProblem& problem, const std::string& json, const PlatformSettings& platform,
            const TrainingSettings& settings, const ComputeSettings& compute = {}) {
  return trained(problem, prepared(json, platform, problem.model->layout()), platform, settings, by_total_steps(1), 1,
                 compute);
}

using Weight = std::function<double(double staleness)>;

/// The rule: x <- (1 - a) x + a (y + change), with a = mixing s(tau).
class Mixing {
 public:
  Mixing(double mixing, Weight weight) : mixing_(mixing), weight_(std::move(weight)) {}

  std::vector<int> take(Point& model, int client, const Point& change) {
    if (version_ == 0) started_.fill({0, model});
    auto& [start_version, start] = started_.at(static_cast<std::size_t>(client));
    const std::size_t staleness = version_ - start_version;
    if (staleness_.size() <= staleness) staleness_.resize(staleness + 1, 0);
    ++staleness_[staleness];
    const double a = mixing_ * weight_(static_cast<double>(staleness));
    for (std::size_t k = 0; k < 2; ++k) model.at(k) = (1.0 - a) * model.at(k) + a * (start.at(k) + change.at(k));
    start_version = ++version_;
    start = model;
    return {client};
  }

  [[nodiscard]] const std::vector<int>& staleness() const { return staleness_; }

 private:
  double mixing_;
  Weight weight_;
  std::size_t version_ = 0;
  std::array<std::pair<std::size_t, Point>, 3> started_{};
  std::vector<int> staleness_;
};

}  // namespace

TEST_CASE("FedAsync with three unequal clients, event by event in double", "[server]") {
  const auto root = [](double staleness) { return 1.0 / std::sqrt(1.0 + staleness); };
  const auto hinge = [](double staleness) { return staleness <= 1.0 ? 1.0 : 1.0 / (2.0 * (staleness - 1.0) + 1.0); };
  const std::vector<std::tuple<std::string, double, Weight>> all = {
      {"", 0.6, root},  // the defaults
      {R"(, "mixing": 1, "staleness": "constant")", 1.0, [](double /*staleness*/) { return 1.0; }},
      {R"(, "mixing": 0.9, "staleness": {"name": "polynomial", "exponent": 1})", 0.9,
       [](double staleness) { return 1.0 / (1.0 + staleness); }},
      {R"(, "mixing": 0.9, "staleness": {"name": "hinge", "slope": 2, "bound": 1})", 0.9, hinge}};
  for (const auto& [more, mixing, weight] : all) {
    INFO(more);
    Mixing rule(mixing, weight);
    const auto found = check_three_clients(
        server("fedasync", more),
        [&](Point& model, int client, const Point& change) { return rule.take(model, client, change); });
    CHECK(found.all["staleness"] == Json(rule.staleness()));
    REQUIRE(rule.staleness().size() > 2);  // some are stale beyond the bound
  }
}

TEST_CASE("FedAsync of one client, of whom nothing is stale, by hand", "[server]") {
  // A step goes from x to x - 0.1 (x - a), of which x gets the mixing: x - a shrinks by 1 - 0.06, to 1/2 its square.
  const auto problem = points_of_workers({{4.0F, 0.0F}});
  const auto found = run(problem, server("fedasync"), star_with_server(1), mixing_training(8));
  REQUIRE(found.metrics.size() == 9);
  for (std::size_t row = 0; row < 9; ++row) {
    const double shrunk = std::pow(0.94, 2.0 * static_cast<double>(row));
    CHECK(found.metrics[row].train_loss == Approx(found.metrics[0].train_loss * shrunk).epsilon(1e-5));
  }
  CHECK(found.all["staleness"] == Json({8}));
}

TEST_CASE("FedBuff with a buffer of one change is FedAsync where nothing is stale, bit for bit, and only there",
          "[server]") {
  const auto problem = noisy_quadratic(4, 6, 4, 2);
  const auto async = server("fedasync", R"(, "local_steps": 2, "mixing": 1)");
  const auto buffered = server("fedbuff", R"(, "local_steps": 2, "buffer": 1)");
  const auto alone = noisy_quadratic(1, 6, 4, 2);
  CHECK(figures(run(alone, async, star_with_server(1), mixing_training(12)).all) ==
        figures(run(alone, buffered, star_with_server(1), mixing_training(12)).all));
  const auto platform = star_with_server(4);
  const auto found = run(problem, async, platform, mixing_training(12), random_speeds(4, 1));
  const auto other = run(problem, buffered, platform, mixing_training(12), random_speeds(4, 1));
  CHECK(found.all["staleness"] == other.all["staleness"]);
  CHECK(std::abs(found.metrics.back().train_loss / other.metrics.back().train_loss - 1.0) > 1e-3);
}

TEST_CASE("how stale what FedAsync mixes in is in the mean, in the long run", "[server]") {
  // Between a client's start and its arrival each of the others arrives once in the mean.
  constexpr int workers = 6;
  const auto problem = noisy_quadratic(workers, 2, 4, 1);
  const auto found =
      run(problem, server("fedasync"), star_with_server(workers), mixing_training(100), random_speeds(workers, 3));
  CHECK(mean_staleness(found.all["staleness"]) == Approx(workers - 1.0).margin(0.1));
}

TEST_CASE("what FedAsync sends: a change up and a model down for each, and the initial model once", "[server]") {
  // d = 100: 4 d bytes, or 2 d by fp16, and 16 of a header. A client alone takes 10 steps.
  const auto problem = noisy_quadratic(1, 100, 4, 1);
  for (const auto& [more, up] : {std::pair("", 416), std::pair(R"(, "compression": "fp16")", 216)}) {
    const auto found = run(problem, server("fedasync", more), star_with_server(1), mixing_training(10));
    CHECK(found.all["messages"] == Json({11, 10}));
    CHECK(found.all["bytes"] == Json({416 + 10 * up, 10 * 416}));
  }
}

TEST_CASE("what FedAsync cannot do is refused with the place", "[server]") {
  const auto refused = [](const std::string& method, const std::string& more, const std::string& message) {
    CAPTURE(method, more);
    CHECK_THROWS_WITH(prepared(server(method, more), 4), Catch::StartsWith("test: " + message));
  };
  refused("fedasync", R"(, "mixing": 0)", "/mixing: expected a number above 0 up to 1, found 0");
  refused("fedasync", R"(, "mixing": 1.5)", "/mixing: expected a number above 0 up to 1, found 1.5");
  refused("fedbuff", R"(, "mixing": 0.5)",
          "/mixing: has no effect: \"fedbuff\" has no models of clients that are mixed in");
  refused("fedasync", R"(, "outer": {"name": "sgd", "momentum": 0.9})",
          "/outer: has no effect: what \"fedasync\" does with models is to mix them");
  refused("fedasync", R"(, "buffer": 2)", "/buffer: has no effect: \"fedasync\" has no buffer");
  refused("fedasync", R"(, "divisor": "weights")", "/divisor: has no effect: \"fedasync\" has no buffer");
  refused("fedasync", R"(, "restart": "at-once")", "/restart: has no effect: \"fedasync\" has no buffer");
  refused("fedasync", R"(, "staleness": "linear")", "/staleness: expected the name of a staleness weight");
}
